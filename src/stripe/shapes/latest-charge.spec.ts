import { latestCharge } from './latest-charge.js';

describe('latestCharge', () => {
  it.each([
    ['until 2022-11-15', { charges: { data: [{ id: 'ch_2' }, { id: 'ch_1' }] } }, 'ch_2'],
    ['since', { latest_charge: 'ch_2' }, 'ch_2'],
    ['since, expanded', { latest_charge: { id: 'ch_2' } }, 'ch_2'],
    ['not yet', { charges: { data: [] } }, null],
    ['not yet, since', { latest_charge: null }, null],
  ])('%s', (_, intent, expected) => {
    expect(latestCharge(intent)).toBe(expected);
  });
});
