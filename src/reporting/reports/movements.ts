/** What moved in one period, in one currency. */
export interface Moved {
  /** Number of the period, from 1; 0 is all that moved before the first one. */
  readonly n: number;
  readonly currency: string;
  /** Minor units; what shrinks is negative. */
  readonly new: number;
  readonly expansion: number;
  readonly contraction: number;
  readonly churn: number;
  readonly reactivation: number;
  readonly newCustomers: number;
  readonly churnedCustomers: number;
  readonly reactivatedCustomers: number;
}

export interface Period {
  readonly period: string;
  readonly starts: string;
  readonly ends: string;
}

export type Standing = Period &
  Moved & {
    readonly opening: number;
    readonly closing: number;
    readonly customersAtStart: number;
    readonly customersAtEnd: number;
  };

const NOTHING = {
  new: 0,
  expansion: 0,
  contraction: 0,
  churn: 0,
  reactivation: 0,
  newCustomers: 0,
  churnedCustomers: 0,
  reactivatedCustomers: 0,
};

/** Every period in every currency that has moved by then; each begins where the former one ended. */
export function standings(periods: readonly Period[], rows: readonly Moved[]): Standing[] {
  const currencies = [...new Set(rows.map(({ currency }) => currency))].toSorted();
  const byKey = new Map(rows.map((row) => [`${row.n} ${row.currency}`, row]));
  const moved = (n: number, currency: string): Moved => byKey.get(`${n} ${currency}`) ?? { n, currency, ...NOTHING };
  const last = new Map(currencies.map((currency) => [currency, ended(moved(0, currency), 0, 0)]));
  return periods.flatMap((period, i) =>
    currencies.map((currency) => {
      const row = moved(i + 1, currency);
      const [opening = 0, customersAtStart = 0] = last.get(currency) ?? [];
      const [closing, customersAtEnd] = ended(row, opening, customersAtStart);
      last.set(currency, [closing, customersAtEnd]);
      return { ...period, ...row, opening, closing, customersAtStart, customersAtEnd };
    }),
  );
}

function ended(row: Moved, mrr: number, customers: number): [number, number] {
  return [
    mrr + row.new + row.expansion + row.contraction + row.churn + row.reactivation,
    customers + row.newCustomers + row.reactivatedCustomers - row.churnedCustomers,
  ];
}

/** A share to four decimals, rounded half away from zero; null of nothing. */
export function share(part: number, whole: number): number | null {
  if (whole === 0) return null;
  const tenThousandths = (BigInt(part) * 20_000n) / BigInt(whole);
  const half = tenThousandths < 0n ? -1n : 1n;
  return Number((tenThousandths + half) / 2n) / 10_000;
}

/** What became of those who were there when the period began. */
export function churnOf(row: Standing) {
  const { period, starts, ends, currency, customersAtStart, churnedCustomers, customersAtEnd, opening } = row;
  const left = opening + row.expansion + row.contraction + row.churn;
  return {
    period,
    starts,
    ends,
    currency,
    customersAtStart,
    churnedCustomers,
    customersAtEnd,
    customerChurn: share(churnedCustomers, customersAtStart),
    mrrAtStart: opening,
    churnedMrr: -row.churn,
    contractedMrr: -row.contraction,
    revenueChurn: share(-row.churn - row.contraction, opening),
    netRetention: share(left, opening),
  };
}
