import { StripeUnavailableError } from '../common/errors.js';
import { readEntitlementSummary } from './entitlement-summary.js';
import type { StripePage } from './stripe.gateway.js';

const REF = { account: '', id: 'cus_1', type: 'entitlements.active_entitlement_summary' };
const page = (second: number, hasMore: boolean, ...ids: string[]): StripePage => ({
  objects: ids.map((id) => ({ id })),
  hasMore,
  readAt: new Date(second * 1_000),
});

describe('readEntitlementSummary', () => {
  it('puts the pages together, and has the time of the first', async () => {
    const pages = [page(5, true, 'ent_1', 'ent_2'), page(9, false, 'ent_3')];
    const asked: unknown[] = [];
    const read = await readEntitlementSummary(REF, (_path, params) => {
      asked.push(params);
      return Promise.resolve(pages[asked.length - 1] ?? page(0, false));
    });
    expect(asked).toEqual([{ customer: 'cus_1' }, { customer: 'cus_1', starting_after: 'ent_2' }]);
    expect(read).toMatchObject({
      object: { customer: 'cus_1', entitlements: { data: [{ id: 'ent_1' }, { id: 'ent_2' }, { id: 'ent_3' }] } },
      readAt: new Date(5_000),
    });
  });

  it.each([
    ['none follows', page(5, true)],
    ['the same comes again', page(5, true, 'ent_1')],
  ])('does not take a part for the whole when there is more and %s', async (_, same) => {
    const read = readEntitlementSummary(REF, () => Promise.resolve(same));
    await expect(read).rejects.toBeInstanceOf(StripeUnavailableError);
  });
});
