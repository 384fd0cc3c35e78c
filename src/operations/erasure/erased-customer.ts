/** Whose data is erased: customers are told apart by their account, '' for your own, and Stripe's id. */
export interface CustomerKey {
  readonly account: string;
  readonly customerId: string;
}

/** That a customer is erased, and how far. */
export interface ErasureMark {
  readonly erasedAt: Date;
  /** Null while something of it may be left. */
  readonly finishedAt: Date | null;
}

/** Objects of a customer: ids by the mirrored table that is for their kind. */
export type Belongings = ReadonlyMap<string, ReadonlySet<string>>;

export const countOf = (belongings: Belongings): number =>
  [...belongings.values()].reduce((sum, ids) => sum + ids.size, 0);

/** Ids, so many at a time. */
export function portionsOf<T>(items: Iterable<T>, size: number): T[][] {
  const all = [...items];
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
