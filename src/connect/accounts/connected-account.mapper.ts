import { accountTerms, payoutsEnabled } from '../../stripe/shapes/account-terms.js';
import { createdAt } from '../../stripe/shapes/created.js';
import { flag, word } from '../../stripe/shapes/fields.js';
import { metadataOf, textsOf } from '../../stripe/shapes/metadata.js';
import { disablingRequirements } from '../../stripe/shapes/requirements.js';
import { tenantIdOf } from '../../stripe/shapes/tenant-id.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { ConnectedAccountColumns } from './connected-account.entity.js';

export function toConnectedAccount(account: StripeObject): ConnectedAccountColumns {
  return {
    tenantId: tenantIdOf(account),
    ...accountTerms(account),
    country: word(account, 'country'),
    defaultCurrency: word(account, 'default_currency')?.toLowerCase() ?? null,
    chargesEnabled: flag(account, 'charges_enabled'),
    payoutsEnabled: payoutsEnabled(account),
    detailsSubmitted: flag(account, 'details_submitted'),
    capabilities: textsOf(account, 'capabilities'),
    ...disablingRequirements(account),
    metadata: metadataOf(account),
    createdAt: createdAt(account),
  };
}
