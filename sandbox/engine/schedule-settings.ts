import type { DefaultSettings } from '../objects/subscription-schedule.js';
import type { Subscription } from '../objects/subscription.js';
import type { EngineContext } from './context.js';
import { missingParameter } from './errors.js';
import type { DefaultSettingsParam } from './schedule-params.js';

export const NO_SETTINGS: DefaultSettings = {
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor: 'automatic',
  billing_thresholds: null,
  collection_method: 'charge_automatically',
  default_payment_method: null,
  description: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    days_until_due: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  on_behalf_of: null,
  transfer_data: null,
};

/** What the phases have in common. */
export function changedSettings(
  ctx: EngineContext,
  params: DefaultSettingsParam,
  before: DefaultSettings,
): DefaultSettings {
  const { collection_method, default_payment_method, description, invoice_settings } = params;
  const days_until_due = invoice_settings?.days_until_due ?? before.invoice_settings.days_until_due;
  const after = {
    ...before,
    collection_method: collection_method ?? before.collection_method,
    default_payment_method: default_payment_method
      ? ctx.store.paymentMethods.get(default_payment_method, 'default_settings[default_payment_method]').id
      : before.default_payment_method,
    description: description ?? before.description,
    invoice_settings: { ...before.invoice_settings, days_until_due },
  };
  if (after.collection_method === 'send_invoice' && days_until_due === null) {
    throw missingParameter('default_settings[invoice_settings][days_until_due]');
  }
  return after;
}

/** As the subscription has them. */
export function settingsOf(subscription: Subscription): DefaultSettings {
  const { collection_method, days_until_due, default_payment_method, description } = subscription;
  return {
    ...NO_SETTINGS,
    collection_method,
    default_payment_method,
    description,
    invoice_settings: { ...NO_SETTINGS.invoice_settings, days_until_due },
  };
}
