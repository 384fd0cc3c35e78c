/** Topics that one part of the backend adds to and another one delivers. */

/** A tenant has more than one live subscription: `{ account, tenantId, subscriptions }`. */
export const TENANT_PAYS_TWICE = 'tenant-pays-twice';
