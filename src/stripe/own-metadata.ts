/**
 * What this backend itself reads of an object's metadata: whose it is (`tenant_id`, `user_id`), what rules go by
 * (`category`), and which request of ours a refund was made for. Everything else is the adopter's, and may name people.
 */
export const OWN_METADATA: readonly string[] = ['tenant_id', 'user_id', 'category', 'countinghouse_request'];

/** The entries that stay when those of whom the object tells are erased. */
export const ownMetadata = (metadata: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(metadata).filter(([name]) => OWN_METADATA.includes(name)));
