type Hash = Readonly<Record<string, unknown>>;

/** Fields whose text tells who somebody is, how to reach or charge them, or opens something of theirs. */
const PERSONAL =
  /^(.*_)?(email|name|phone|line1|line2|city|postal_code|description|fingerprint|client_secret|iban|account_number|routing_number|ip|ip_address|user_agent|comment|note|contact|recipient_name|carrier|tracking_number|hosted_invoice_url|invoice_pdf|receipt_url|receipt_number|url|pdf)$/;
/** The seller's own, and Stripe's own words. */
const NOT_OF_A_PERSON = /^account_name$/;
/** Of these, what is called a name or a description is an article's. */
const ARTICLES: ReadonlySet<unknown> = new Set([
  'product',
  'plan',
  'price',
  'coupon',
  'promotion_code',
  'tax_rate',
  'discount',
]);
/** Lines describe what was bought. */
const LINES: ReadonlySet<unknown> = new Set([
  'line_item',
  'item',
  'invoiceitem',
  'credit_note_line_item',
  'event',
  'list',
]);
/** Shorter ones are words, or part of any number. */
const SHORTEST = 4;

const isHash = (value: unknown): value is Hash => typeof value === 'object' && value !== null && !Array.isArray(value);

function* within(value: unknown, field: string): Generator<string> {
  if (Array.isArray(value)) {
    for (const one of value) yield* within(one, field);
  } else if (isHash(value)) {
    const isArticle = ARTICLES.has(value['object']) || LINES.has(value['object']);
    for (const [name, inner] of Object.entries(value)) {
      if (isArticle && /^(name|description|url)$/.test(name)) continue;
      yield* within(inner, name);
    }
  } else if (typeof value === 'string' && value.length >= SHORTEST) {
    if (PERSONAL.test(field) && !NOT_OF_A_PERSON.test(field)) yield value;
    if (field === 'last4') yield `"${value}"`;
  }
}

/** Everything in these objects of Stripe's that a log, a metric or a trace must not show. */
export const personalValues = (objects: Iterable<unknown>): Set<string> => {
  const found = new Set<string>();
  for (const object of objects) for (const value of within(object, '')) found.add(value);
  return found;
};

/** Ways in which a value gets into a line: as it is, in a URL, in a JSON text, and cut off after three quarters. */
const disguises = (value: string): string[] => [
  value,
  encodeURIComponent(value),
  JSON.stringify(value).slice(1, -1),
  ...(/^[^\s/]{16,}$/.test(value) ? [value.slice(0, Math.ceil(value.length * 0.75))] : []),
];

/** Those of the values that the text shows. */
export function shownIn(text: string, values: Iterable<string>): string[] {
  const lower = text.toLowerCase();
  return [...values].filter((value) => disguises(value).some((form) => lower.includes(form.toLowerCase())));
}
