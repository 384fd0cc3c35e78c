import { keptTypes } from '../../stripe/kept-objects.js';
import { BACKFILLED_TYPES } from './backfilled-types.js';

it('is every type of which a row is kept', () => {
  expect(BACKFILLED_TYPES.toSorted()).toEqual(keptTypes());
});
