import { NotificationUndeliveredError } from '../common/errors.js';
import { moneyText } from './money.js';
import type { AlertNotice, Fact, NotificationType, Recipient } from './notification.js';
import type {
  FraudWarning,
  OpenDispute,
  OpenIncident,
  OpenReview,
  PayingTenant,
  Trial,
  UnpaidInvoice,
} from './notification.repository.js';
import { dayText, mailAddress, momentText, oneLine, webAddress } from './plain-text.js';
import { NO_VALUES, type TemplateValues } from './template-values.js';

/** What a message says, or why there is none any more. */
export type Content =
  | { readonly obsolete: string }
  | {
      readonly type: NotificationType;
      /** Null in messages to the operator. */
      readonly customer: Recipient | null;
      /** Nothing of the customer has arrived yet. */
      readonly isEarly?: boolean;
      /** Of an incident. */
      readonly alert?: AlertNotice;
      readonly values: TemplateValues;
    };

const GONE: Content = { obsolete: 'no row' };

/**
 * Not for an invoice that is paid, void, given up or deleted, nor while another payment of it is under way: the view
 * lists none of these. Which of the two messages it is the rows say, where they know: Stripe tells of an attempt that
 * waits for the customer under both names.
 */
export function unpaidInvoiceContent(fact: Fact, row: UnpaidInvoice | undefined): Content {
  if (!row) return { obsolete: 'not owed any more' };
  const waits = row.reason === 'action_required' || (row.reason === 'failed' && fact.type.endsWith('action_required'));
  return {
    type: waits ? 'invoice.payment_action_required' : 'invoice.payment_failed',
    customer: customerOf(row),
    isEarly: row.isEarly,
    values: {
      ...NO_VALUES,
      object: fact.object,
      customer_name: oneLine(row.name),
      amount: moneyText(row.amount, row.currency),
      invoice_number: oneLine(row.number),
      invoice_url: webAddress(row.invoiceUrl),
      next_attempt_on: dayText(row.nextAttempt),
    },
  };
}

/** Not for a trial that has ended or been moved (its new end has a message of its own), nor one that ends without a payment. */
export function trialContent(fact: Fact, row: Trial | undefined): Content {
  if (!row) return GONE;
  if (row.status !== 'trialing' || row.isOver) return { obsolete: 'the trial is over' };
  if (row.cancelling) return { obsolete: 'the subscription ends with the trial' };
  if (fact.trialEnd !== null && row.trialEnd?.getTime() !== fact.trialEnd * 1000) {
    return { obsolete: 'the trial has another end now' };
  }
  const values = { ...NO_VALUES, object: fact.object, customer_name: oneLine(row.name) };
  return {
    type: fact.type,
    customer: customerOf(row),
    isEarly: row.isEarly,
    values: { ...values, trial_ends_on: dayText(row.trialEnd) },
  };
}

/** Nobody has to act any more, or somebody has. */
const ANSWERED: ReadonlySet<string | null> = new Set([
  'under_review',
  'warning_under_review',
  'warning_closed',
  'won',
  'lost',
  'charge_refunded',
  'prevented',
]);

/** Not for a dispute that was answered or decided meanwhile. One that was lost as it arrived is news all the same. */
export function disputeContent(fact: Fact, row: OpenDispute | undefined): Content {
  if (!row) return GONE;
  if (ANSWERED.has(row.status) && row.status !== fact.status) return { obsolete: 'answered or closed' };
  const values = {
    ...paymentValues(fact, row),
    reason: oneLine(row.reason),
    status: oneLine(row.status),
    inquiry: row.status?.startsWith('warning_') ?? false,
    evidence_due_on: dayText(row.dueBy),
  };
  return { type: fact.type, customer: null, values };
}

/** Not for a charge that was refunded, which is what the warning asks for, or disputed, of which there is a message. */
export function fraudWarningContent(fact: Fact, row: FraudWarning | undefined): Content {
  if (!row) return GONE;
  if (row.actionable === false || row.refunded || row.disputed) return { obsolete: 'refunded or disputed' };
  return { type: fact.type, customer: null, values: { ...paymentValues(fact, row), reason: oneLine(row.fraudType) } };
}

/** Not for a review that is closed. */
export function reviewContent(fact: Fact, row: OpenReview | undefined): Content {
  if (!row) return GONE;
  if (row.open === false) return { obsolete: 'closed' };
  return { type: fact.type, customer: null, values: { ...paymentValues(fact, row), reason: oneLine(row.reason) } };
}

/** Not when another set of subscriptions is live by now: that one has a message of its own, if it is more than one. */
export function payingTwiceContent(fact: Fact, row: PayingTenant | undefined): Content {
  if (!row) return GONE;
  const told = JSON.stringify(fact.subscriptions);
  if (JSON.stringify(row.subscriptions) !== told) return { obsolete: 'other subscriptions are live now' };
  const page = fact.account ? `connect/accounts/${fact.account}` : row.customerId && `customers/${row.customerId}`;
  const values = {
    ...NO_VALUES,
    object: fact.object,
    tenant: oneLine(fact.tenant ?? null),
    account: fact.account || null,
    subscriptions: oneLine(row.subscriptions.join(', ')),
    dashboard_url: page && dashboard(fact, page),
  };
  return { type: fact.type, customer: null, values };
}

/**
 * Not for an incident that is over: whoever was not told of its beginning needs no word of its end either. One that
 * seems to be over is waited for: it may go on, and there is one message of its beginning.
 *
 * @throws {NotificationUndeliveredError} while nobody can say.
 */
export function openedContent(fact: Fact, row: OpenIncident | undefined): Content {
  if (!row || !fact.alert) return GONE;
  if (row.resolvedAt) return { obsolete: 'it is over' };
  if (row.clearSince) throw new NotificationUndeliveredError('it seems to be over');
  return incidentContent(fact, { ...fact.alert, value: row.value, openedAt: row.openedAt, resolvedAt: null });
}

/**
 * Only for whoever was told of the beginning, on the same channel.
 *
 * @param beginning what became of the message of the beginning; undefined: there was none.
 * @throws {NotificationUndeliveredError} while nobody can say.
 */
export function resolvedContent(fact: Fact, row: OpenIncident | undefined, beginning: string | undefined): Content {
  if (!row?.resolvedAt || !fact.alert) return GONE;
  if (beginning === 'pending') throw new NotificationUndeliveredError('the message of its beginning is on its way');
  if (beginning !== 'sent') return { obsolete: 'nobody was told of its beginning' };
  const { value, openedAt, resolvedAt } = row;
  return incidentContent(fact, { ...fact.alert, value, openedAt, resolvedAt });
}

function incidentContent(fact: Fact, alert: AlertNotice): Content {
  const { name, severity, summary, runbook, value, openedAt, resolvedAt } = alert;
  const words = { alert: name, severity, summary, runbook, value: oneLine(value) };
  const moments = { opened_at: momentText(openedAt), resolved_at: momentText(resolvedAt) };
  return {
    type: fact.type,
    customer: null,
    alert,
    values: { ...NO_VALUES, object: fact.object, ...words, ...moments },
  };
}

const dashboard = ({ livemode }: Fact, page: string): string | null =>
  webAddress(`https://dashboard.stripe.com/${livemode ? '' : 'test/'}${page}`);

const customerOf = ({ customerId, email, name }: Recipient): Recipient => ({
  customerId,
  email: mailAddress(email),
  name: oneLine(name),
});

interface Payment {
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
}

function paymentValues(fact: Fact, { chargeId, paymentIntentId, amount, currency }: Payment): TemplateValues {
  const payment = paymentIntentId ?? chargeId;
  const page = fact.account ? `connect/accounts/${fact.account}` : payment && `payments/${payment}`;
  return {
    ...NO_VALUES,
    object: fact.object,
    account: fact.account || null,
    amount: moneyText(amount, currency),
    charge: chargeId,
    dashboard_url: page && dashboard(fact, page),
  };
}
