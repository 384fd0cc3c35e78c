import type { FinalizationError, Invoice } from '../objects/invoice.js';
import type { EngineContext } from './context.js';
import { invalidRequest, StripeApiError } from './errors.js';
import { hasTaxLocation } from './tax-location.js';

const LOCATION: FinalizationError = {
  code: 'customer_tax_location_invalid',
  doc_url: 'https://stripe.com/docs/error-codes/customer-tax-location-invalid',
  message:
    "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
  param: 'customer[address]',
  type: 'invalid_request_error',
};

/** For whom taxes are to be computed, and cannot be. */
export function locationError(): StripeApiError {
  return invalidRequest(LOCATION.message, LOCATION.param, LOCATION.code);
}

/** `invoice.finalization_failed`, and the invoice with its error; undefined when nothing is in the way. */
export function cannotFinalize({ record, store }: EngineContext, invoice: Invoice): Invoice | undefined {
  const located = hasTaxLocation(store.customers.get(invoice.customer));
  if (!invoice.automatic_tax.enabled || located) return undefined;
  const patch: Partial<Invoice> = {
    automatic_tax: { ...invoice.automatic_tax, status: 'requires_location_inputs' },
    automatically_finalizes_at: null,
    last_finalization_error: LOCATION,
  };
  const failed = record.update(store.invoices, invoice, patch, 'invoice.updated');
  record.emit('invoice.finalization_failed', failed);
  return failed;
}
