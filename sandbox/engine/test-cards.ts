/** Stripe's test payment methods: the token decides how attaching, charging and refunding end. */
export interface TestCard {
  readonly brand: string;
  readonly last4: string;
  readonly type: 'card' | 'us_bank_account';
  readonly onAttach: 'ok' | 'declined';
  readonly onCharge: 'succeeds' | 'declined' | 'requires_action' | 'processing' | 'processing_fails';
  readonly onRefund: 'succeeds' | 'pending' | 'fails';
  /** What happens by itself once a charge has succeeded. */
  readonly afterCharge:
    'nothing' | 'available' | 'review' | 'fraud_warning' | 'inquiry' | 'dispute' | 'dispute_not_received';
}

export const VISA_CARD: TestCard = {
  brand: 'visa',
  last4: '4242',
  type: 'card',
  onAttach: 'ok',
  onCharge: 'succeeds',
  onRefund: 'succeeds',
  afterCharge: 'nothing',
};
const BANK: TestCard = {
  ...VISA_CARD,
  brand: 'STRIPE TEST BANK',
  last4: '6789',
  type: 'us_bank_account',
  onRefund: 'pending',
};

export const TEST_CARDS: Readonly<Record<string, TestCard>> = {
  pm_card_visa: VISA_CARD,
  pm_card_mastercard: { ...VISA_CARD, brand: 'mastercard', last4: '4444' },
  pm_card_chargeDeclined: { ...VISA_CARD, last4: '0002', onAttach: 'declined', onCharge: 'declined' },
  pm_card_chargeCustomerFail: { ...VISA_CARD, last4: '0341', onCharge: 'declined' },
  pm_card_authenticationRequired: { ...VISA_CARD, last4: '3184', onCharge: 'requires_action' },
  pm_card_pendingRefund: { ...VISA_CARD, last4: '7726', onRefund: 'pending' },
  pm_card_refundFail: { ...VISA_CARD, last4: '5126', onRefund: 'fails' },
  pm_card_bypassPending: { ...VISA_CARD, last4: '0077', afterCharge: 'available' },
  pm_card_riskLevelElevated: { ...VISA_CARD, last4: '9235', afterCharge: 'review' },
  pm_card_createIssuerFraudRecord: { ...VISA_CARD, last4: '5423', afterCharge: 'fraud_warning' },
  pm_card_createDispute: { ...VISA_CARD, last4: '0259', afterCharge: 'dispute' },
  pm_card_createDisputeProductNotReceived: { ...VISA_CARD, last4: '2685', afterCharge: 'dispute_not_received' },
  pm_card_createDisputeInquiry: { ...VISA_CARD, last4: '1976', afterCharge: 'inquiry' },
  pm_usBankAccount_success: { ...BANK, onCharge: 'processing' },
  pm_usBankAccount_insufficientFunds: { ...BANK, last4: '2227', onCharge: 'processing_fails' },
};

/** For payment methods made from a card number instead of a token. */
export const TEST_NUMBERS: Readonly<Record<string, string>> = {
  '4242424242424242': 'pm_card_visa',
  '5555555555554444': 'pm_card_mastercard',
  '4000000000000002': 'pm_card_chargeDeclined',
  '4000000000000341': 'pm_card_chargeCustomerFail',
  '4000002500003155': 'pm_card_authenticationRequired',
  '4000002760003184': 'pm_card_authenticationRequired',
  '4000000000007726': 'pm_card_pendingRefund',
  '4000000000005126': 'pm_card_refundFail',
  '4000000000000077': 'pm_card_bypassPending',
  '4000000000009235': 'pm_card_riskLevelElevated',
  '4000000000005423': 'pm_card_createIssuerFraudRecord',
  '4000000000000259': 'pm_card_createDispute',
  '4000000000002685': 'pm_card_createDisputeProductNotReceived',
  '4000000000001976': 'pm_card_createDisputeInquiry',
};
