import { createdAt } from '../../stripe/shapes/created.js';
import { hash, id, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { SetupIntentColumns } from './setup-intent.entity.js';

export function toSetupIntent(intent: StripeObject): SetupIntentColumns {
  const failure = hash(intent, 'last_setup_error') ?? {};
  return {
    customerId: id(intent, 'customer'),
    paymentMethodId: id(intent, 'payment_method'),
    status: word(intent, 'status'),
    usage: word(intent, 'usage'),
    mandateId: id(intent, 'mandate'),
    latestAttemptId: id(intent, 'latest_attempt'),
    failureCode: text(failure, 'code'),
    declineCode: text(failure, 'decline_code'),
    failureMessage: text(failure, 'message'),
    cancellationReason: text(intent, 'cancellation_reason'),
    description: text(intent, 'description'),
    metadata: metadataOf(intent),
    createdAt: createdAt(intent),
  };
}
