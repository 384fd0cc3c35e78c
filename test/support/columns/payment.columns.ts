import type { Fields } from '../../../sandbox/objects/event.js';
import {
  at,
  derived,
  flag,
  hashAt,
  id,
  metadata,
  nothing,
  text,
  time,
  whole,
  word,
  type Column,
  type Columns,
} from './column.js';

/** A bank account has neither brand nor expiry. */
const cardField = (holder: string, name: string): Column =>
  derived((object) => {
    const means = holder === '' ? object : hashAt(object, holder);
    return means['type'] === 'card' ? at(means, `card.${name}`) : null;
  });
const last4 = (holder: string): Column =>
  derived((object: Fields) => {
    const means = holder === '' ? object : hashAt(object, holder);
    return at(means, `${String(means['type'])}.last4`);
  });

export const PAYMENT_INTENTS: Columns = {
  customer_id: id('customer'),
  invoice_id: derived((intent) => {
    const reference = at(intent, 'payment_details?.order_reference?');
    return typeof reference === 'string' && /^in_\w{8,}$/.test(reference) ? reference : null;
  }),
  charge_id: id('latest_charge'),
  payment_method_id: id('payment_method'),
  status: word('status'),
  currency: word('currency'),
  amount: whole('amount'),
  amount_capturable: whole('amount_capturable'),
  amount_received: whole('amount_received'),
  application_fee_amount: whole('application_fee_amount'),
  capture_method: word('capture_method'),
  setup_future_usage: word('setup_future_usage'),
  failure_code: text('last_payment_error.code'),
  decline_code: text('last_payment_error.decline_code?'),
  failure_message: text('last_payment_error.message'),
  cancellation_reason: text('cancellation_reason'),
  canceled_at: time('canceled_at'),
  receipt_email: text('receipt_email'),
  description: text('description'),
  metadata,
  created_at: time('created'),
};

export const CHARGES: Columns = {
  customer_id: id('customer'),
  payment_intent_id: id('payment_intent'),
  invoice_id: nothing, // since basil in `invoice_payments`
  payment_method_id: id('payment_method'),
  balance_transaction_id: id('balance_transaction'),
  failure_balance_transaction_id: id('failure_balance_transaction'),
  status: word('status'),
  captured: flag('captured'),
  refunded: flag('refunded'),
  disputed: flag('disputed'),
  currency: word('currency'),
  amount: whole('amount'),
  amount_captured: whole('amount_captured'),
  amount_refunded: whole('amount_refunded'),
  application_fee_amount: whole('application_fee_amount'),
  failure_code: text('failure_code'),
  failure_message: text('failure_message'),
  outcome_type: text('outcome.type'),
  outcome_reason: text('outcome.reason'),
  payment_method_type: derived((charge) => at(charge, 'payment_method_details.type')),
  brand: cardField('payment_method_details', 'brand'),
  last4: last4('payment_method_details'),
  exp_month: cardField('payment_method_details', 'exp_month'),
  exp_year: cardField('payment_method_details', 'exp_year'),
  country: cardField('payment_method_details', 'country'),
  receipt_url: text('receipt_url'),
  description: text('description'),
  metadata,
  created_at: time('created'),
};

export const REFUNDS: Columns = {
  charge_id: id('charge'),
  payment_intent_id: id('payment_intent'),
  balance_transaction_id: id('balance_transaction'),
  failure_balance_transaction_id: id('failure_balance_transaction?'),
  status: word('status'),
  reason: text('reason'),
  failure_reason: text('failure_reason'),
  pending_reason: text('pending_reason?'),
  currency: word('currency'),
  amount: whole('amount'),
  description: text('description?'),
  metadata,
  created_at: time('created'),
};

export const PAYMENT_METHODS: Columns = {
  customer_id: id('customer'),
  type: derived((method) => at(method, 'type')),
  brand: cardField('', 'brand'),
  last4: last4(''),
  exp_month: cardField('', 'exp_month'),
  exp_year: cardField('', 'exp_year'),
  country: cardField('', 'country'),
  metadata,
  created_at: time('created'),
};

export const SETUP_INTENTS: Columns = {
  customer_id: id('customer'),
  payment_method_id: id('payment_method'),
  status: word('status'),
  usage: word('usage'),
  mandate_id: id('mandate'),
  latest_attempt_id: id('latest_attempt'),
  failure_code: text('last_setup_error.code'),
  decline_code: text('last_setup_error.decline_code?'),
  failure_message: text('last_setup_error.message'),
  cancellation_reason: text('cancellation_reason'),
  description: text('description'),
  metadata,
  created_at: time('created'),
};
