import { BASIL, type VersionMove } from './move.js';

/** Before basil: `charge.invoice`. */
export const chargeInvoice: VersionMove = {
  since: BASIL,
  object: 'charge',
  downgrade(fields, links) {
    return { ...fields, invoice: links.invoice ?? null };
  },
};
