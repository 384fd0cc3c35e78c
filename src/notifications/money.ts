/**
 * How many decimals an amount of Stripe's has, where it is not two. Not those of Intl: Stripe keeps two for ISK, UGX, HUF
 * and TWD, and none for MGA. See https://docs.stripe.com/currencies#minor-units
 */
const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...['bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'].map(
    (currency): [string, number] => [currency, 0],
  ),
  ...['bhd', 'jod', 'kwd', 'omr', 'tnd'].map((currency): [string, number] => [currency, 3]),
]);

const isDecimal = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text);

/**
 * 1900 usd -> $19.00; 500 jpy -> ¥500; 1234 kwd -> KWD 1.234. Exact for any amount: the decimal point is set in the
 * digits.
 *
 * @param amount minor units, as the driver hands a bigint over.
 * @returns null for what is no amount of money.
 */
export function moneyText(amount: string | null, currency: string | null): string | null {
  if (!amount || !currency || !/^-?\d+$/.test(amount) || !/^[a-z]{3}$/i.test(currency)) return null;
  const decimals = DECIMALS.get(currency.toLowerCase()) ?? 2;
  const digits = amount.replace('-', '').padStart(decimals + 1, '0');
  const [whole, fraction] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
  const decimal = [`${amount.startsWith('-') ? '-' : ''}${whole}`, fraction].filter(Boolean).join('.');
  if (!isDecimal(decimal)) return null;
  const usual = new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: /[1-9]/.test(fraction) ? decimals : Math.min(usual ?? 2, decimals),
    maximumFractionDigits: decimals,
  }).format(decimal);
}
