import { amountText } from '../format/money.js';
import { None } from './none.js';
import classes from './show.module.css';

interface MoneyProps {
  /** Minor units. */
  readonly amount: number | string | null | undefined;
  /** ISO 4217, as Stripe writes it. */
  readonly currency: string | null | undefined;
}

/** `12,345.67 USD`: the digits of a column stand under one another, whatever the currency's sign. */
export function Money({ amount, currency }: MoneyProps) {
  if (amount === null || amount === undefined || !currency) return <None />;
  return (
    <span className={classes.money}>
      {amountText(amount, currency)} <span className={classes.currency}>{currency.toUpperCase()}</span>
    </span>
  );
}
