import type { PaymentMethod } from '../objects/payment-method.js';
import type { TestCard } from './test-cards.js';

/** The `card` or `us_bank_account` hash of a payment method. */
export function methodDetails(
  card: TestCard,
  expiry: { exp_month?: number; exp_year?: number } = {},
): Pick<PaymentMethod, 'card' | 'us_bank_account'> {
  if (card.type === 'us_bank_account') {
    return {
      us_bank_account: {
        account_holder_type: 'individual',
        account_type: 'checking',
        bank_name: card.brand,
        financial_connections_account: null,
        fingerprint: `sandbox${card.last4}`,
        last4: card.last4,
        networks: { preferred: 'ach', supported: ['ach'] },
        routing_number: '110000000',
        status_details: {},
      },
    };
  }
  return {
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: card.brand,
      exp_month: expiry.exp_month ?? 8,
      exp_year: expiry.exp_year ?? 2030,
      fingerprint: `sandbox${card.last4}`,
      funding: 'credit',
      generated_from: null,
      last4: card.last4,
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
  };
}

/** The `payment_method_details` of a charge. */
export function chargeDetails(method: PaymentMethod): Readonly<Record<string, unknown>> {
  if (!method.card) return { type: 'us_bank_account', us_bank_account: method.us_bank_account };
  return {
    type: 'card',
    card: {
      brand: method.card.brand,
      country: 'US',
      exp_month: method.card.exp_month,
      exp_year: method.card.exp_year,
      fingerprint: method.card['fingerprint'],
      funding: 'credit',
      last4: method.card.last4,
      mandate: null,
      network: method.card.brand,
      three_d_secure: null,
      wallet: null,
    },
  };
}
