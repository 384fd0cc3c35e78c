import type { VersionMove } from './move.js';

/** Before 2018-02-05 a plan had the `name` and the `statement_descriptor` that are its product's since. */
export const planName: VersionMove = {
  since: '2018-02-05',
  object: 'plan',
  downgrade(fields, links) {
    const product = links.products?.[String(fields['product'])];
    return { ...fields, name: product?.name ?? null, statement_descriptor: product?.statement_descriptor ?? null };
  },
};
