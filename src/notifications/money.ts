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

/** To make one takes longer than everything else that a message needs; there are few currencies. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, decimals: number, isRound: boolean): Intl.NumberFormat {
  const name = `${currency} ${isRound}`;
  let format = formats.get(name);
  if (!format) {
    const style = { style: 'currency', currency } as const;
    const usual = new Intl.NumberFormat('en-US', style).resolvedOptions().maximumFractionDigits ?? 2;
    const least = isRound ? Math.min(usual, decimals) : decimals;
    format = new Intl.NumberFormat('en-US', {
      ...style,
      minimumFractionDigits: least,
      maximumFractionDigits: decimals,
    });
    formats.set(name, format);
  }
  return format;
}

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
  const code = currency.toLowerCase();
  const decimals = DECIMALS.get(code) ?? 2;
  const digits = amount.replace('-', '').padStart(decimals + 1, '0');
  const [whole, fraction] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
  const decimal = [`${amount.startsWith('-') ? '-' : ''}${whole}`, fraction].filter(Boolean).join('.');
  if (!isDecimal(decimal)) return null;
  return formatOf(code, decimals, !/[1-9]/.test(fraction)).format(decimal);
}
