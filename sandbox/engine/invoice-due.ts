import { type Invoice, isPastDue } from '../objects/invoice.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { subscriptionOverdue } from './subscription-payment.js';

const DAY = 86_400;
/** When Stripe's automations speak, as set here: days before and after the due date. */
const WILL_BE_DUE_DAYS = 3;
const OVERDUE_DAYS = 1;

/** `invoice.sent`, and everything that time alone does to an invoice that the customer pays by hand. */
export function sendInvoice(ctx: EngineContext, invoice: Invoice): void {
  const { clock, record, schedule, store } = ctx;
  const due = invoice.due_date;
  if (invoice.collection_method !== 'send_invoice' || due === null) return;
  record.emit('invoice.sent', invoice);
  const open = (): Invoice | undefined => {
    const now = store.invoices.find(invoice.id);
    return now?.status === 'open' ? now : undefined;
  };
  const tell = (type: string) => () => {
    const unpaid = open();
    if (unpaid) record.emit(type, unpaid);
  };
  const notice = due - WILL_BE_DUE_DAYS * DAY;
  if (notice > clock.now()) schedule.at(notice, tell('invoice.will_be_due'));
  schedule.at(due, () => {
    const unpaid = open();
    if (unpaid && isPastDue(unpaid, clock.now())) subscriptionOverdue(ctx, unpaid);
  });
  schedule.at(due + OVERDUE_DAYS * DAY, tell('invoice.overdue'));
}

/** Sends it once more, as the Dashboard can. */
export function resendInvoice({ record }: EngineContext, invoice: Invoice): Invoice {
  if (invoice.collection_method !== 'send_invoice') {
    throw invalidRequest("You can only manually send an invoice if its collection method is 'send_invoice'.");
  }
  if (invoice.status !== 'open') throw invalidRequest(`You cannot send an invoice that is ${invoice.status}.`);
  record.emit('invoice.sent', invoice);
  return invoice;
}
