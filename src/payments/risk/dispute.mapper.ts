import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { disputeFunds } from '../../stripe/shapes/dispute-funds.js';
import { disputedMethod, networkReasonCode } from '../../stripe/shapes/dispute-reason-code.js';
import { count, flag, hash, id, integer, seconds, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { DisputeColumns } from './dispute.entity.js';

export function toDispute(dispute: StripeObject): DisputeColumns {
  const evidence = hash(dispute, 'evidence_details') ?? {};
  return {
    chargeId: id(dispute, 'charge'),
    paymentIntentId: id(dispute, 'payment_intent'),
    status: word(dispute, 'status'),
    reason: text(dispute, 'reason'),
    networkReasonCode: networkReasonCode(dispute),
    paymentMethodType: disputedMethod(dispute),
    isChargeRefundable: flag(dispute, 'is_charge_refundable'),
    currency: currencyOf(dispute),
    amount: integer(dispute, 'amount'),
    evidenceDueBy: seconds(evidence, 'due_by'),
    hasEvidence: flag(evidence, 'has_evidence'),
    evidencePastDue: flag(evidence, 'past_due'),
    evidenceSubmissionCount: count(evidence, 'submission_count'),
    ...disputeFunds(dispute),
    metadata: metadataOf(dispute),
    createdAt: createdAt(dispute),
  };
}
