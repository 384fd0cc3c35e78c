import { moneyText } from '../../../notifications/money.js';
import type { InvoiceFacts } from './snapshot.js';
import { moment } from './words.js';

const FAILURES: Readonly<Record<string, string>> = {
  action_required: 'waits for the customer, whose bank wants a confirmation (3-D Secure)',
  authentication_failed: 'failed, because the customer did not pass its bank’s confirmation (3-D Secure)',
  declined: 'was declined',
  async_failed: 'bounced at the bank',
  no_payment_method: 'failed, because there is nothing to pay with',
  failed: 'failed',
};

/** What became of the payment of an invoice: `the payment of invoice in_1 ($19.00) was declined (insufficient_funds)`. */
export function paymentWords(invoice: InvoiceFacts): string {
  const { id, amountRemaining, currency, reason, intentStatus, failureCode, declineCode } = invoice;
  const amount = moneyText(amountRemaining, currency);
  const what = `the payment of invoice ${id}${amount === null ? '' : ` (${amount})`}`;
  if (reason === null && intentStatus === 'processing') return `${what} is under way`;
  if (reason === null && failureCode === null && declineCode === null) return `${what} is missing`;
  const codes = [...new Set([declineCode ?? failureCode])].filter((code) => code !== null && code !== 'card_declined');
  return `${what} ${FAILURES[reason ?? 'failed'] ?? 'failed'}${codes.length > 0 ? ` (${codes.join(', ')})` : ''}`;
}

/** When Stripe tries again, as a sentence. */
export function nextAttemptWords({ status, nextPaymentAttempt, attemptCount }: InvoiceFacts, now: Date): string {
  const tried = attemptCount === null || attemptCount === 0 ? '' : ` Attempts so far: ${attemptCount}.`;
  if (status === 'uncollectible') return `${tried} The invoice is written off.`;
  if (nextPaymentAttempt === null) return `${tried} No further attempt is planned.`;
  const when = moment(nextPaymentAttempt);
  return nextPaymentAttempt > now
    ? `${tried} Next attempt at ${when}.`
    : `${tried} An attempt was planned for ${when}.`;
}
