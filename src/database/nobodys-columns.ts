const named = (columns: string): string[] => columns.trim().split(/\s+/);

const REQUIRED = named('currently_due past_due eventually_due pending_verification');
const TERMS = named('product_id nickname currency billing_scheme tiers_mode usage_type metadata');

/**
 * Texts and the like of the mirrored tables whose rows belong to no customer: to the owner of the account and what it
 * sells, to its sellers, or to its money. Erasing a customer leaves them alone; docs/privacy.md says what of them is
 * personal to a seller.
 */
export const NOBODYS_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  products: named('name description default_price_id unit_label tax_code marketing_features metadata'),
  prices: [...TERMS, ...named('lookup_key type unit_amount_decimal tax_behavior recurring_interval')],
  plans: [...TERMS, ...named('amount_decimal interval statement_descriptor')],
  coupons: named('name currency duration metadata'),
  // a customer's, by its id; nothing but features
  active_entitlement_summaries: [],
  active_entitlements: named('feature_id lookup_key'),
  payouts: named(`status currency method type destination_id balance_transaction_id failure_balance_transaction_id
                  failure_code failure_message original_payout_id reversed_by_id reconciliation_status
                  statement_descriptor description metadata`),
  connected_accounts: [
    ...REQUIRED,
    ...named(`tenant_id type dashboard losses_payer fees_payer requirement_collector business_type country
              default_currency capabilities disabled_reason metadata`),
  ],
  connected_account_authorizations: named('application_id'),
  capabilities: [...REQUIRED, ...named('connected_account_id status disabled_reason')],
  persons: [...REQUIRED, ...named('connected_account_id verification_status')],
  external_accounts: named(`connected_account_id type status country currency bank_name brand last4
                            available_payout_methods currently_due past_due pending_verification metadata`),
  // its `description` is the charge's, and goes with it: found by `source_id`
  balance_transactions: named(`type reporting_category source_id currency exchange_rate description fee_details
                               last_error`),
};
