import { z } from 'zod';
import { chosenId } from '../common/schemas.js';
import { OWN_ACCOUNT } from './operator.js';

/** As everywhere among the operators' routes: a connected account, or `own`. */
const accountOr = (unless: string) =>
  z
    .string()
    .regex(new RegExp(`^(${OWN_ACCOUNT}|acct_[A-Za-z0-9]{1,64})$`), 'must be a connected account, or `own`')
    .optional()
    .meta({ description: `A connected account, or \`own\`. ${unless}`, example: 'acct_1TtEzA2eZvKYlo2C' });

export const anyAccount = accountOr('All that you may see without it.');

export const oneAccount = accountOr('Without it your own, or the one that you are bound to.');

/** Stripe's own look like cus_…; whoever moved to Stripe may have brought others. */
export const customerId = chosenId.meta({ example: 'cus_TtEzA2eZvKYlo2' });
