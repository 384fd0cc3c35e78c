/** Words of the page are English, so are its numbers and dates. */
const LANGUAGE = 'en-US';

/** Stripe's decimals, which are not Intl's: that has none for HUF, IDR or ISK (docs.stripe.com/currencies). */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));

/**
 * Minor units as people read them: `1900 usd` is $19.00, `500 jpy` is ¥500.
 *
 * @param {number} amount
 * @param {string} currency lower case
 * @param {boolean} [short] without decimals that are zero
 */
export function money(amount, currency, short = false) {
  const decimals = ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;
  const format = new Intl.NumberFormat(LANGUAGE, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    trailingZeroDisplay: short ? 'stripIfInteger' : 'auto',
  });
  return format.format(amount / 10 ** decimals);
}

/**
 * `November 2, 2026`, or `Nov 2, 2026`.
 *
 * @param {string | null} time ISO 8601
 * @param {'long' | 'medium'} [dateStyle]
 */
export function day(time, dateStyle = 'long') {
  return time === null ? '' : new Intl.DateTimeFormat(LANGUAGE, { dateStyle }).format(new Date(time));
}

/**
 * `shared-notebooks` is what a program asks for; people read "Shared notebooks".
 *
 * @param {string} key
 */
export function words(key) {
  const spaced = key.replaceAll(/[-_]/g, ' ');
  return `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`;
}

/**
 * `1 seat`, `10 seats`, `Unlimited notebooks`.
 *
 * @param {string} name in the plural
 * @param {number | 'unlimited'} most
 */
function limit(name, most) {
  const plural = words(name).toLowerCase();
  if (most === 'unlimited') return `Unlimited ${plural}`;
  return `${most} ${most === 1 ? plural.replace(/s$/, '') : plural}`;
}

/**
 * What a plan gives, one line each: its limits, then its features.
 *
 * @param {{ readonly features: readonly string[], readonly limits: Readonly<Record<string, number | 'unlimited'>> }} plan
 */
export const gives = ({ features, limits }) => [
  ...Object.entries(limits).map(([name, most]) => limit(name, most)),
  ...features.map(words),
];
