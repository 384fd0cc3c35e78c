import type { Random } from './random.js';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(value: number): string {
  let rest = value;
  let text = '';
  while (rest > 0) {
    text = `${DIGITS[rest % 62]}${text}`;
    rest = Math.floor(rest / 62);
  }
  return text.padStart(6, '0');
}

/** Prefixes of ids that carry the time of creation and the account, and the digit that stands before. */
const TIMED = {
  evt: '1',
  sub: '1',
  in: '1',
  il: '1',
  ii: '1',
  pm: '1',
  price: '1',
  inpay: '1',
  promo: '1',
  di: '1',
  cn: '1',
  cnli: '1',
  cbtxn: '1',
  sub_sched: '1',
  upcoming_in: '1',
  txi: '1',
  seti: '1',
  du: '1',
  issfr: '1',
  prv: '1',
  po: '1',
  ba: '1',
  person: '1',
  bps: '1',
  feat: '1',
  ent: '1',
  prodft: '1',
  pi: '3',
  ch: '3',
  re: '3',
  txn: '3',
  fee: '3',
  tr: '3',
  trr: '1',
  fr: '1',
  py: '3',
} as const;

/** Prefixes of short ids: 14 characters and no time in them. */
type ShortPrefix = 'cus' | 'prod' | 'si';

/** Makes ids that look like Stripe's: `sub_1` + 5 characters of time + 10 of the account + 8 of chance. */
export class Ids {
  private readonly accountPart: string;

  constructor(
    private readonly random: Random,
    private readonly now: () => number,
  ) {
    this.accountPart = random.alphanumeric(10);
  }

  timed(prefix: keyof typeof TIMED): string {
    return `${prefix}_${TIMED[prefix]}${base62(this.now()).slice(-5)}${this.accountPart}${this.random.alphanumeric(8)}`;
  }

  short(prefix: ShortPrefix): string {
    return `${prefix}_${this.random.alphanumeric(14)}`;
  }

  checkoutSession(): string {
    return `cs_test_a1${this.random.alphanumeric(56)}`;
  }

  account(): string {
    return `acct_1${this.random.alphanumeric(5)}${this.accountPart}`;
  }

  secret(length: number): string {
    return this.random.alphanumeric(length);
  }
}
