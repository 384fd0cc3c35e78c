/** Money as it is answered. */
export interface Money {
  /** Minor units; may be negative. */
  readonly amount: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
}

/** Null where the row does not say how much, or of what. */
export const moneyOf = (amount: number | null, currency: string | null): Money | null =>
  amount === null || currency === null ? null : { amount, currency };
