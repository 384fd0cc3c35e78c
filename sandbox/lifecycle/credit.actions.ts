import type { CreditNoteCreate } from '../engine/credit-notes.js';
import type { Invoice } from '../objects/invoice.js';
import type { Action, Life } from './life.js';
import { payable } from './payment.actions.js';

/** What a paid invoice may still give back, minor units: by refund, and in all. */
function leftOf({ engine }: Life, invoice: Invoice): { refundable: number; creditable: number } {
  const { store } = engine;
  const charge = store.charges.find(store.intentOfInvoice(invoice.id)?.latest_charge ?? '');
  if (charge?.status !== 'succeeded' || charge.disputed) return { creditable: 0, refundable: 0 };
  const notes = (store.creditNotesOfInvoice.get(invoice.id) ?? []).map((id) => store.creditNotes.get(id));
  const refunds = (store.refundsOfCharge.get(charge.id) ?? []).map((id) => store.refunds.get(id));
  const linked = new Set(notes.flatMap((note) => note.refunds.map(({ refund }) => refund)));
  const alone = refunds.filter(({ id, status }) => status !== 'failed' && !linked.has(id));
  const credited = invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount;
  const refunded = alone.reduce((sum, { amount }) => sum + amount, 0);
  return { creditable: invoice.total - credited - refunded, refundable: charge.amount - charge.amount_refunded };
}

function settlement(life: Life, amount: number, refundable: number): Partial<CreditNoteCreate> {
  if (refundable > 0 && life.random.chance(0.4)) {
    const refund_amount = Math.min(amount, refundable);
    return { refund_amount, credit_amount: amount - refund_amount };
  }
  return life.random.chance(0.7) ? { credit_amount: amount } : { out_of_band_amount: amount };
}

export const creditActions: readonly Action[] = [
  {
    name: 'credit an open invoice',
    weight: 4,
    run(life) {
      const invoice = payable(life, 'open');
      if (!invoice) return false;
      const { amount_remaining } = invoice;
      const amount = life.random.chance(0.3) ? amount_remaining : 1 + life.random.int(amount_remaining);
      life.engine.creditNotes.create({ invoice: invoice.id, amount, reason: 'order_change' });
      return true;
    },
  },
  {
    name: 'credit a paid invoice',
    weight: 4,
    run(life) {
      const { creditNotes, store } = life.engine;
      const paid = store.invoices
        .values()
        .filter((one) => one.status === 'paid' && !store.customers.isDeleted(one.customer));
      const found = life.pick(paid.filter((one) => leftOf(life, one).creditable > 0));
      if (!found) return false;
      life.settle(found.id, found.customer, store.intentOfInvoice(found.id)?.latest_charge);
      const invoice = store.invoices.get(found.id);
      const { creditable, refundable } = leftOf(life, invoice);
      if (creditable <= 0) return false;
      const amount = life.random.chance(0.3) ? creditable : 1 + life.random.int(creditable);
      creditNotes.create({ invoice: invoice.id, amount, ...settlement(life, amount, refundable) });
      return true;
    },
  },
  {
    name: 'edit credit note',
    weight: 1,
    run(life) {
      const note = life.pick(life.engine.store.creditNotes.values());
      if (note) life.engine.creditNotes.update(note.id, { memo: life.fresh('Memo') });
      return note !== undefined;
    },
  },
  {
    name: 'void credit note',
    weight: 5,
    run(life) {
      const { creditNotes, store } = life.engine;
      const voidable = () =>
        store.creditNotes.values().filter(({ invoice, status }) => {
          const underWay = store.intentOfInvoice(invoice)?.status === 'processing';
          return status === 'issued' && !underWay && store.invoices.get(invoice).status === 'open';
        });
      const found = life.pick(voidable());
      if (!found) return false;
      life.separate(found.id, found.invoice);
      const note = voidable().find(({ id }) => id === found.id);
      if (note) creditNotes.void(note.id);
      return note !== undefined;
    },
  },
];
