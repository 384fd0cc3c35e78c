/**
 * The customers that a server has called a tenant's: your code by assigning them, or whoever wrote their metadata, a
 * subscription's or a session's. On a Payment Link `client_reference_id` is part of the address: whoever is billed, shown
 * to a tenant, or refused a subscription, because of it, might be so by a stranger.
 *
 * Rows (account, customer_id, tenant_id), one for a customer, also of customers that were deleted. Conditions on the
 * tenant or the customer reach the indexes: `FROM (${OWN_CUSTOMERS}) AS own WHERE own.account = $1 AND own.tenant_id = $2`.
 */
export const OWN_CUSTOMERS = `
  SELECT link.account, link.customer_id, link.tenant_id
    FROM tenant_customers AS link
   WHERE link.tenant_id IS NOT NULL
     AND (link.tenant_id = link.assigned_tenant_id
          OR EXISTS (SELECT 1 FROM customers AS named
                      WHERE named.account = link.account AND named.id = link.customer_id
                        AND named.tenant_id = link.tenant_id)
          OR EXISTS (SELECT 1 FROM subscriptions AS named
                      WHERE named.account = link.account AND named.customer_id = link.customer_id
                        AND named.tenant_id = link.tenant_id)
          OR EXISTS (SELECT 1 FROM checkout_sessions AS named
                      WHERE named.account = link.account AND named.customer_id = link.customer_id
                        AND COALESCE(NULLIF(named.metadata ->> 'tenant_id', ''), named.metadata ->> 'user_id')
                            = link.tenant_id))`;
