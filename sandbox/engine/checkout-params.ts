import type { MetadataParam } from './metadata.js';

export interface CheckoutCreate {
  mode: 'payment' | 'subscription';
  line_items: readonly { price: string; quantity?: number }[];
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
