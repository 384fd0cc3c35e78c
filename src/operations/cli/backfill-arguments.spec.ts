import { requestOf } from './backfill-arguments.js';

const everything = { types: [], accounts: [], connected: false, restart: false };

describe('requestOf', () => {
  it.each([
    [[], everything],
    [['--restart'], { ...everything, restart: true }],
    [['--type', 'customer', '--type=checkout.session'], { ...everything, types: ['customer', 'checkout.session'] }],
    [['--account', 'acct_1', '--account', 'acct_2'], { ...everything, accounts: ['acct_1', 'acct_2'] }],
    [['--connected'], { ...everything, connected: true }],
  ])('%j', (args, expected) => {
    expect(requestOf(args)).toEqual(expected);
  });

  it.each([
    [['customer']],
    [['--type', 'customers']],
    [['--type']],
    [['--account', 'cus_1']],
    [['--account', 'acct_1,acct_2']],
    [['--connected=no']],
    [['--force']],
  ])('cannot be meant: %j', (args) => {
    expect(() => requestOf(args)).toThrow(args[0]?.split('=')[0] ?? 'named');
  });
});
