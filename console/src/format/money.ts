/** Currencies without minor units at Stripe (docs.stripe.com/currencies#zero-decimal). */
const ZERO_DECIMAL: ReadonlySet<string> = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
);
/** Those with a thousand minor units to one. */
const THREE_DECIMAL: ReadonlySet<string> = new Set('bhd jod kwd omr tnd'.split(' '));

export const decimalsOf = (currency: string): number =>
  ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;

/**
 * `1234567` of `usd` is `12,345.67`. By its digits: a division would round what is beyond 2^53.
 *
 * @param amount minor units; text where a sum is beyond what a number holds.
 */
export function amountText(amount: number | string, currency: string): string {
  const decimals = decimalsOf(currency.toLowerCase());
  const [, sign = '', digits = '0'] = /^(-?)(\d+)$/.exec(String(amount)) ?? [];
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = decimals === 0 ? '' : `.${padded.slice(-decimals)}`;
  return `${sign === '' ? '' : '−'}${whole}${fraction}`;
}
