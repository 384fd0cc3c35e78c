import type { BalanceTransaction } from './balance-transaction.js';
import type { Metadata, StripeObject } from './stripe-object.js';

type DisputeStatus =
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'warning_closed'
  | 'needs_response'
  | 'under_review'
  | 'won'
  | 'lost';

/** What a merchant can send to the bank; texts, and ids of files. */
export const NO_EVIDENCE = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
} as const;

export type EvidenceTexts = Readonly<Record<keyof typeof NO_EVIDENCE, string | null>>;

interface EvidenceDetails {
  /** Seconds UTC, the last second of a day; null when nothing can be sent. */
  readonly due_by: number | null;
  readonly enhanced_eligibility: Readonly<Record<string, never>>;
  readonly has_evidence: boolean;
  readonly past_due: boolean;
  readonly submission_count: number;
  readonly submission_method: 'manual' | 'not_submitted';
}

const FIXED = {
  object: 'dispute',
  enhanced_eligibility_types: [],
  intended_submission_method: 'manual',
  livemode: false,
} as const;

type Fixed = typeof FIXED;

export interface Dispute extends StripeObject, Fixed {
  readonly object: 'dispute';
  readonly amount: number;
  /** The movements themselves: the withdrawal, and what a win gives back. */
  readonly balance_transactions: readonly BalanceTransaction[];
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly evidence: EvidenceTexts & { readonly enhanced_evidence: Readonly<Record<string, never>> };
  readonly evidence_details: EvidenceDetails;
  readonly is_charge_refundable: boolean;
  readonly metadata: Metadata;
  readonly payment_intent: string;
  readonly payment_method_details: {
    readonly card: {
      readonly brand: string;
      readonly case_type: 'chargeback' | 'inquiry';
      readonly network: string;
      readonly network_reason_code: string;
    };
    readonly type: 'card';
  };
  readonly reason: string;
  readonly status: DisputeStatus;
}

/** The bank only asks; nothing is withdrawn yet. */
export function isInquiry({ status }: Dispute): boolean {
  return status.startsWith('warning_');
}

export function isDecided({ status }: Dispute): boolean {
  return status === 'won' || status === 'lost' || status === 'warning_closed';
}

export function newDispute(given: Omit<Dispute, keyof Fixed>): Dispute {
  return { ...FIXED, ...given };
}
