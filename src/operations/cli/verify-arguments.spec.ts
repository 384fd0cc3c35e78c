import { requestOf } from './verify-arguments.js';

const everything = { types: [], account: '', sample: null, repair: false, repairDeleted: false };

describe('requestOf', () => {
  it.each([
    [[], everything],
    [['--repair'], { ...everything, repair: true }],
    [['--repair-deleted'], { ...everything, repairDeleted: true }],
    [['--sample', '20'], { ...everything, sample: 20 }],
    [['--type', 'customer', '--type=price'], { ...everything, types: ['customer', 'price'] }],
    [['--account', 'acct_1'], { ...everything, account: 'acct_1' }],
  ])('%j', (args, expected) => {
    expect(requestOf(args)).toEqual(expected);
  });

  it.each([
    [['customer']],
    [['--type', 'customers']],
    [['--sample', '0']],
    [['--sample', '-1']],
    [['--sample', 'many']],
    [['--sample', '5', '--account', 'acct_1']],
    [['--account', 'cus_1']],
    [['--force']],
  ])('cannot be meant: %j', (args) => {
    expect(() => requestOf(args)).toThrow(args[0]?.split('=')[0] ?? 'named');
  });
});
