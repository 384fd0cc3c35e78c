import {
  at,
  derived,
  discounts,
  flag,
  id,
  metadata,
  tenantOf,
  text,
  time,
  whole,
  word,
  type Columns,
} from './column.js';

export const CUSTOMERS: Columns = {
  tenant_id: derived(tenantOf),
  email: text('email'),
  name: text('name'),
  description: text('description'),
  currency: word('currency'),
  country: text('address.country'),
  balance: whole('balance'),
  delinquent: flag('delinquent'),
  default_payment_method_id: id('invoice_settings.default_payment_method'),
  discounts: discounts('discount'),
  metadata,
  created_at: time('created'),
};

export const CUSTOMER_TAX_IDS: Columns = {
  customer_id: derived((taxId) => at(taxId, 'owner.customer')),
  owner_type: word('owner.type'),
  type: word('type'),
  value: word('value'),
  country: word('country'),
  verification_status: word('verification.status'),
  created_at: time('created'),
};
