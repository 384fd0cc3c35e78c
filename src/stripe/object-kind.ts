/**
 * The kind of object that events of a type tell of: the type without its last step. Ids are unique within a kind only,
 * for merchants choose some themselves: `gold` may be a plan, its price, a product and a coupon. Thin events tell of the
 * same kinds.
 */
export function objectKind(eventType: string): string {
  const kind = eventType.slice(0, Math.max(0, eventType.lastIndexOf('.'))).replace(/^v\d+\./, '');
  return kind === 'charge.refund' ? 'refund' : kind; // two families of types tell of refunds
}
