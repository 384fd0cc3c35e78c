/** Kinds that two families of event types tell of. */
const ALIASES: Readonly<Record<string, string>> = {
  'account.application': 'account',
  'charge.refund': 'refund',
};

/**
 * The kind of object that events of a type tell of: the type without its last step. Ids are unique within a kind only,
 * for merchants choose some themselves: `gold` may be a plan, its price, a product and a coupon.
 */
export function objectKind(eventType: string): string {
  const kind = eventType.slice(0, Math.max(0, eventType.lastIndexOf('.')));
  return Object.hasOwn(ALIASES, kind) ? (ALIASES[kind] ?? kind) : kind;
}
