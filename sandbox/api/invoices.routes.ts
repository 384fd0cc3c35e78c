import { StripeApiError, cardDeclined } from '../engine/errors.js';
import type { PreviewCreate } from '../engine/preview-change.js';
import { type Invoice, subscriptionOf } from '../objects/invoice.js';
import { isHash } from '../previous-attributes.js';
import { deletedAnswer } from './catalog.routes.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

export function invoiceRoutes(routes: Routes): void {
  const { invoices, store } = routes.api.engine;

  routes.list('/v1/invoices', () => store.invoices.values(), {
    subscription: (invoice, wanted) => subscriptionOf(invoice) === wanted,
  });
  // Before `:id`, which it would be taken for.
  routes.post('/v1/invoices/create_preview', ({ params }) =>
    invoices.preview(requireParams<PreviewCreate>(params, 'subscription')),
  );
  routes.get('/v1/invoices/:id', ({ id }) => store.invoices.get(id));
  routes.post('/v1/invoices/:id', ({ id, params }) => invoices.update(id, params));
  routes.delete('/v1/invoices/:id', ({ id }) => {
    invoices.deleteDraft(id);
    return deletedAnswer(id, 'invoice');
  });
  routes.list('/v1/invoices/:id/lines', ({ id }) => [...store.invoices.get(id).lines.data].reverse());
  routes.post('/v1/invoices/:id/finalize', ({ id }) => invoices.finalize(id));
  routes.post('/v1/invoices/:id/send', ({ id }) => invoices.send(id));
  routes.post('/v1/invoices/:id/void', ({ id }) => invoices.void(id));
  routes.post('/v1/invoices/:id/mark_uncollectible', ({ id }) => invoices.markUncollectible(id));
  routes.post('/v1/invoices/:id/pay', ({ id, params }) => paidOrError(routes, invoices.pay(id, params)));

  routes.list('/v1/invoice_payments', () => store.invoicePayments.values(), {
    payment: ({ payment }, wanted) => isHash(wanted) && wanted['payment_intent'] === payment.payment_intent,
  });
  routes.get('/v1/invoice_payments/:id', ({ id }) => store.invoicePayments.get(id));
}

/** The API answers a failed attempt with 402; the events of the attempt stand. */
function paidOrError({ api }: Routes, invoice: Invoice): Invoice {
  const intent = api.engine.store.intentOfInvoice(invoice.id);
  if (invoice.status === 'paid' || intent?.status === 'processing') return invoice;
  if (intent?.status === 'requires_action') {
    throw new StripeApiError({
      status: 402,
      type: 'card_error',
      code: 'invoice_payment_intent_requires_action',
      message: 'Payment for this invoice requires additional user action before it can be completed successfully.',
      payment_intent: intent,
    });
  }
  throw cardDeclined(intent?.last_payment_error?.decline_code ?? 'generic_decline', intent ?? undefined);
}
