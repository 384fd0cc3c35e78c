import type { Fields } from '../../../sandbox/objects/event.js';
import { at, count, derived, flag, id, listAt, metadata, text, time, whole, word, type Columns } from './column.js';

const nets = (dispute: Fields): number[] => listAt(dispute, 'balance_transactions').map(({ net }) => Number(net));
const total = (amounts: readonly number[]): string => String(amounts.reduce((sum, amount) => sum + amount, 0));

export const DISPUTES: Columns = {
  charge_id: id('charge'),
  payment_intent_id: id('payment_intent'),
  status: word('status'),
  reason: text('reason'),
  network_reason_code: text('payment_method_details.card.network_reason_code'),
  payment_method_type: derived((dispute) => at(dispute, 'payment_method_details.type')),
  is_charge_refundable: flag('is_charge_refundable'),
  currency: word('currency'),
  amount: whole('amount'),
  evidence_due_by: time('evidence_details.due_by'),
  has_evidence: flag('evidence_details.has_evidence'),
  evidence_past_due: flag('evidence_details.past_due'),
  evidence_submission_count: count('evidence_details.submission_count'),
  balance_transaction_ids: derived((dispute) => listAt(dispute, 'balance_transactions').map((moved) => moved['id'])),
  net_withdrawn: derived((dispute) => total(nets(dispute).flatMap((net) => (net < 0 ? -net : [])))),
  net_reinstated: derived((dispute) => total(nets(dispute).filter((net) => net > 0))),
  net_currency: derived((dispute) => listAt(dispute, 'balance_transactions')[0]?.['currency'] ?? null),
  metadata,
  created_at: time('created'),
};

export const EARLY_FRAUD_WARNINGS: Columns = {
  charge_id: id('charge'),
  payment_intent_id: id('payment_intent'),
  fraud_type: text('fraud_type'),
  actionable: flag('actionable'),
  created_at: time('created'),
};

export const REVIEWS: Columns = {
  charge_id: id('charge'),
  payment_intent_id: id('payment_intent'),
  open: flag('open'),
  reason: text('reason'),
  opened_reason: text('opened_reason'),
  closed_reason: text('closed_reason'),
  created_at: time('created'),
};

export const PAYOUTS: Columns = {
  status: word('status'),
  currency: word('currency'),
  amount: whole('amount'),
  arrival_date: time('arrival_date'),
  automatic: flag('automatic'),
  method: word('method'),
  type: word('type'),
  destination_id: id('destination'),
  balance_transaction_id: id('balance_transaction'),
  failure_balance_transaction_id: id('failure_balance_transaction'),
  failure_code: text('failure_code'),
  failure_message: text('failure_message'),
  original_payout_id: id('original_payout'),
  reversed_by_id: id('reversed_by'),
  reconciliation_status: word('reconciliation_status'),
  statement_descriptor: text('statement_descriptor'),
  description: text('description'),
  metadata,
  created_at: time('created'),
};
