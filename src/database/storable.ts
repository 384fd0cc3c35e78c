/** U+0000 and lone surrogates are legal in JSON and refused by PostgreSQL; both become U+FFFD. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), storable(inner)]));
}

/** What JSON.stringify makes of these, and perhaps of a text that holds a backslash. */
const REFUSED = /\\u(?:0000|d[89a-f])/;

/** As JSON that PostgreSQL takes. Hardly any has to be looked through. */
export function storableJson(value: object): string {
  const json = JSON.stringify(value);
  return REFUSED.test(json) ? JSON.stringify(storable(JSON.parse(json))) : json;
}
