import type { MetadataParam } from './metadata.js';

interface LineItem {
  price: string;
  quantity?: number;
}

export interface CheckoutCreate {
  mode: 'payment' | 'setup' | 'subscription';
  /** Not in mode setup. */
  line_items?: readonly LineItem[];
  /** For mode setup. */
  currency?: string;
  setup_intent_data?: { description?: string; metadata?: MetadataParam };
  success_url?: string;
  cancel_url?: string;
  client_reference_id?: string;
  customer?: string;
  customer_creation?: 'always' | 'if_required';
  customer_email?: string;
  metadata?: MetadataParam;
  payment_method_collection?: 'always' | 'if_required';
  subscription_data?: { metadata?: MetadataParam; trial_period_days?: number };
  payment_intent_data?: { metadata?: MetadataParam };
}
