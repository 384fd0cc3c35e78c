import { chargeRefunds } from './charge-refunds.js';

describe('chargeRefunds', () => {
  it.each([
    ['until 2022-11-15', { refunds: { object: 'list', data: [{ id: 're_1' }] } }, [{ id: 're_1' }]],
    ['2015', { refunds: [{ id: 're_1' }] }, [{ id: 're_1' }]],
    ['since', {}, []],
    ['null', { refunds: null }, []],
  ])('%s', (_, charge, expected) => {
    expect(chargeRefunds(charge)).toEqual(expected);
  });
});
