import { meansOf } from '../../stripe/shapes/card.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { flag, id, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { requirementsOf } from '../../stripe/shapes/requirements.js';
import { words } from '../../stripe/shapes/words.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { ExternalAccountColumns } from './external-account.entity.js';

export function toExternalAccount(external: StripeObject): ExternalAccountColumns {
  const { currentlyDue, pastDue, pendingVerification } = requirementsOf(external);
  return {
    connectedAccountId: id(external, 'account'),
    ...meansOf(external),
    status: word(external, 'status'),
    country: word(external, 'country'),
    currency: currencyOf(external),
    defaultForCurrency: flag(external, 'default_for_currency'),
    bankName: text(external, 'bank_name'),
    availablePayoutMethods: words(external, 'available_payout_methods'),
    currentlyDue,
    pastDue,
    pendingVerification,
    metadata: metadataOf(external),
  };
}
