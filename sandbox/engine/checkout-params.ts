import type { MetadataParam } from './metadata.js';
import type { PaymentIntentCreate } from './payment-intents.js';
import type { SubscriptionCreate } from './subscriptions.js';

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
  allow_promotion_codes?: boolean;
  success_url?: string;
  cancel_url?: string;
  client_reference_id?: string;
  customer?: string;
  customer_creation?: 'always' | 'if_required';
  customer_email?: string;
  metadata?: MetadataParam;
  payment_method_collection?: 'always' | 'if_required';
  subscription_data?: Pick<SubscriptionCreate, 'application_fee_percent' | 'on_behalf_of' | 'transfer_data'> & {
    metadata?: MetadataParam;
    trial_period_days?: number;
  };
  payment_intent_data?: Pick<PaymentIntentCreate, 'application_fee_amount' | 'on_behalf_of' | 'transfer_data'> & {
    metadata?: MetadataParam;
  };
}
