/** The top-level fields of an object, as recorded from Stripe. */
export interface Shape {
  /** Every object has these. */
  readonly fields: readonly string[];
  /** These may be there. */
  readonly optional?: readonly string[];
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/**
 * Recorded from the sample objects of stripe/openapi (API 2026-07-29). Left out, because it is in the samples but not in
 * the documented objects of 2026-10-28: `charge.refunds` (only when expanded) and `invoice.subscription` (moved to `parent`).
 * Not in the samples, but documented: `pause_schedules` of a schedule, and a customer's balance transactions.
 */
export const SHAPES: Readonly<Record<string, Shape>> = {
  product: {
    fields: words(`
      active created default_price description id images livemode marketing_features metadata name object
      package_dimensions shippable statement_descriptor tax_code type unit_label updated url
    `),
  },
  price: {
    fields: words(`
      active billing_scheme created currency custom_unit_amount id livemode lookup_key metadata nickname
      object product recurring tax_behavior tiers_mode transform_quantity type unit_amount
      unit_amount_decimal
    `),
  },
  plan: {
    fields: words(`
      active amount amount_decimal billing_scheme created currency id interval interval_count livemode
      metadata meter nickname object product tiers_mode transform_usage trial_period_days usage_type
    `),
  },
  coupon: {
    fields: words(`
      amount_off created currency duration duration_in_months id livemode max_redemptions metadata name
      object percent_off redeem_by times_redeemed valid
    `),
  },
  promotion_code: {
    fields: words(`
      active code created customer customer_account expires_at id livemode max_redemptions metadata object
      promotion restrictions times_redeemed
    `),
  },
  discount: {
    fields: words(`
      checkout_session customer customer_account end id invoice invoice_item object promotion_code source
      start subscription subscription_item
    `),
  },
  customer: {
    fields: words(`
      address balance created currency default_source delinquent description discount email id
      invoice_prefix invoice_settings livemode metadata name next_invoice_sequence object phone
      preferred_locales shipping tax_exempt test_clock
    `),
  },
  customer_balance_transaction: {
    fields: words(`
      amount checkout_session created credit_note currency customer customer_account description
      ending_balance id invoice livemode metadata object type
    `),
  },
  tax_id: {
    fields: words(`
      country created customer customer_account id livemode object owner type value verification
    `),
  },
  payment_method: {
    fields: words(`
      allow_redisplay billing_details created customer customer_account id livemode metadata object type
    `),
    optional: words(`card us_bank_account`),
  },
  subscription: {
    fields: words(`
      application application_fee_percent automatic_tax billing_cycle_anchor billing_cycle_anchor_config
      billing_mode billing_schedules billing_thresholds cancel_at cancel_at_period_end canceled_at
      cancellation_details collection_method created currency customer customer_account days_until_due
      default_payment_method default_source default_tax_rates description discounts ended_at id
      invoice_settings items latest_invoice livemode managed_payments metadata
      next_pending_invoice_item_invoice object on_behalf_of pause_collection payment_settings
      pending_invoice_item_interval pending_setup_intent pending_update schedule start_date status
      test_clock transfer_data trial_end trial_settings trial_start
    `),
    optional: words(`status_details`),
  },
  subscription_schedule: {
    fields: words(`
      application billing_mode canceled_at completed_at created current_phase customer customer_account
      default_settings end_behavior id livemode metadata object pause_schedules phases released_at
      released_subscription status subscription test_clock
    `),
  },
  subscription_item: {
    fields: words(`
      billing_thresholds created current_period_end current_period_start discounts id metadata object plan
      price quantity subscription tax_rates
    `),
  },
  invoice: {
    fields: words(`
      account_country account_name account_tax_ids amount_due amount_overpaid amount_paid amount_remaining
      amount_shipping application attempt_count attempted auto_advance automatic_tax
      automatically_finalizes_at billing_reason collection_method created currency custom_fields customer
      customer_account customer_address customer_email customer_name customer_phone customer_shipping
      customer_tax_exempt customer_tax_ids default_payment_method default_source default_tax_rates
      description discounts due_date effective_at ending_balance footer from_invoice hosted_invoice_url id
      invoice_pdf issuer last_finalization_error latest_revision lines livemode metadata
      next_payment_attempt number object on_behalf_of parent payment_settings period_end period_start
      post_payment_credit_notes_amount pre_payment_credit_notes_amount receipt_number rendering
      shipping_cost shipping_details starting_balance statement_descriptor status status_transitions
      subtotal subtotal_excluding_tax test_clock total total_discount_amounts total_excluding_tax
      total_pretax_credit_amounts total_taxes webhooks_delivered_at
    `),
  },
  line_item: {
    fields: words(`
      amount currency description discount_amounts discountable discounts id invoice livemode metadata
      object parent period pretax_credit_amounts pricing quantity quantity_decimal subscription subtotal
      taxes
    `),
  },
  invoiceitem: {
    fields: words(`
      amount currency customer customer_account date description discountable discounts id invoice
      livemode metadata net_amount object parent period pricing proration quantity quantity_decimal
      tax_rates test_clock
    `),
  },
  credit_note: {
    fields: words(`
      amount amount_shipping created currency customer customer_account customer_balance_transaction
      discount_amount discount_amounts effective_at id invoice lines livemode memo metadata number object
      out_of_band_amount pdf post_payment_amount pre_payment_amount pretax_credit_amounts reason refunds
      shipping_cost status subtotal subtotal_excluding_tax total total_excluding_tax total_taxes type
      voided_at
    `),
  },
  credit_note_line_item: {
    fields: words(`
      amount description discount_amount discount_amounts id livemode metadata object
      pretax_credit_amounts quantity tax_rates taxes type unit_amount unit_amount_decimal
    `),
    optional: words(`invoice_line_item`),
  },
  invoice_payment: {
    fields: words(`
      amount_paid amount_requested created currency id invoice is_default livemode object payment status
      status_transitions
    `),
  },
  payment_intent: {
    fields: words(`
      amount amount_capturable amount_details amount_received application application_fee_amount
      automatic_payment_methods canceled_at cancellation_reason capture_method client_secret
      confirmation_method created currency customer customer_account description
      excluded_payment_method_types id last_payment_error latest_charge livemode managed_payments metadata
      next_action object on_behalf_of payment_method payment_method_configuration_details
      payment_method_options payment_method_types processing receipt_email review setup_future_usage
      shipping source statement_descriptor statement_descriptor_suffix status transfer_data transfer_group
    `),
  },
  charge: {
    fields: words(`
      amount amount_captured amount_refunded application application_fee application_fee_amount
      balance_transaction billing_details calculated_statement_descriptor captured created currency
      customer description disputed failure_balance_transaction failure_code failure_message fraud_details
      id livemode metadata object on_behalf_of outcome paid payment_intent payment_method
      payment_method_details receipt_email receipt_number receipt_url refunded review shipping source
      source_transfer statement_descriptor statement_descriptor_suffix status transfer_data transfer_group
    `),
    optional: words(`transfer`),
  },
  application_fee: {
    fields: words(`
      account amount amount_refunded application balance_transaction charge created currency fee_source id
      livemode object originating_transaction refunded refunds
    `),
  },
  transfer: {
    fields: words(`
      amount amount_reversed balance_transaction created currency description destination
      destination_payment id livemode metadata object reversals reversed source_transaction source_type
      transfer_group
    `),
  },
  refund: {
    fields: words(`
      amount balance_transaction charge created currency customer customer_account destination_details id
      metadata object payment_intent payment_method reason receipt_number source_transfer_reversal status
      transfer_reversal
    `),
    optional: words(`failure_reason failure_balance_transaction`),
  },
  'checkout.session': {
    fields: words(`
      adaptive_pricing after_expiration allow_promotion_codes amount_subtotal amount_total automatic_tax
      billing_address_collection cancel_url client_reference_id client_secret collected_information
      consent consent_collection created currency currency_conversion custom_fields custom_text customer
      customer_account customer_creation customer_details customer_email discounts expires_at id
      integration_identifier invoice invoice_creation livemode locale managed_payments metadata mode
      object origin_context payment_intent payment_link payment_method_collection
      payment_method_configuration_details payment_method_options payment_method_types payment_status
      permissions phone_number_collection recovered_from saved_payment_method_options setup_intent
      shipping_address_collection shipping_cost shipping_options status submit_type subscription
      success_url total_details ui_mode url wallet_options
    `),
  },
  balance_transaction: {
    fields: words(`
      amount available_on balance_type created currency description exchange_rate fee fee_details id net
      object reporting_category source status type
    `),
  },
  setup_intent: {
    fields: words(`
      allowed_payment_method_types application automatic_payment_methods cancellation_reason client_secret
      created customer customer_account description excluded_payment_method_types flow_directions id
      last_setup_error latest_attempt livemode mandate metadata next_action object on_behalf_of payment_method payment_method_configuration_details
      payment_method_options payment_method_types single_use_mandate status usage
    `),
  },
  capability: {
    fields: words(`
      account future_requirements id object requested requested_at requirements status
    `),
  },
  person: {
    fields: words(`
      account additional_tos_acceptances created dob first_name future_requirements id id_number_provided last_name
      metadata object relationship requirements ssn_last_4_provided verification
    `),
  },
  bank_account: {
    fields: words(`
      account account_holder_name account_holder_type account_type available_payout_methods bank_name country
      currency customer default_for_currency fingerprint future_requirements id last4 metadata object
      requirements routing_number status
    `),
  },
  dispute: {
    fields: words(`
      amount balance_transactions charge created currency enhanced_eligibility_types evidence
      evidence_details id intended_submission_method is_charge_refundable livemode metadata object
      payment_intent payment_method_details reason status
    `),
  },
  payout: {
    fields: words(`
      amount application_fee application_fee_amount arrival_date automatic balance_transaction created
      currency description destination failure_balance_transaction failure_code failure_message id livemode
      metadata method object original_payout payout_method reconciliation_status reversed_by source_type
      statement_descriptor status trace_id type
    `),
  },
  'radar.early_fraud_warning': {
    fields: words(`actionable charge created fraud_type id livemode object payment_intent`),
  },
  review: {
    fields: words(`
      billing_zip charge closed_reason created id ip_address ip_address_location livemode object open
      opened_reason payment_intent reason session
    `),
  },
  event: {
    fields: words(`
      api_version created data id livemode object pending_webhooks request type
    `),
    optional: words(`account`),
  },
  account: {
    fields: words(`
      business_profile business_type capabilities charges_enabled controller country created
      default_currency details_submitted email external_accounts future_requirements id metadata object
      payouts_enabled requirements settings tos_acceptance type
    `),
  },
  'billing_portal.session': {
    fields: words(`
      after_expiration configuration created customer customer_account flow id livemode locale object on_behalf_of
      return_url url
    `),
  },
};
