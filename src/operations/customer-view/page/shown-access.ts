import { customerUrl } from '../../dashboard-url.js';
import { REASONS } from '../access/reason-codes.js';
import type { Reason } from '../access/reason.js';
import type { CustomerSnapshot } from '../access/snapshot.js';
import { whyAccess } from '../access/why-access.js';
import { maskedEmail } from '../masked-email.js';
import type { CustomerPage } from './customer-page.answers.js';
import { iso, some } from './shown-lists.js';

const showReason = ({ code, text, at, refs }: Reason): CustomerPage['access']['because'][number] => ({
  code,
  ...REASONS[code],
  text,
  at: iso(at),
  refs: [...refs],
});

export function showAccess(snapshot: CustomerSnapshot): CustomerPage['access'] {
  const { tenant, feature } = snapshot;
  const { granted, because } = whyAccess(snapshot);
  const features = [...(tenant?.features ?? [])];
  return {
    granted,
    plan: tenant?.plan ?? null,
    status: tenant?.status ?? null,
    entitledBy: tenant?.entitledBy ?? null,
    features,
    limits: { ...tenant?.limits },
    feature: feature && { name: feature.name, granted: features.includes(feature.name) },
    computedAt: tenant && tenant.version > 0 ? iso(tenant.updatedAt) : null,
    because: because.map(showReason),
  };
}

export function showCustomer(
  { account, customerId: id, customer }: CustomerSnapshot,
  livemode: boolean,
): CustomerPage['customer'] {
  return {
    id,
    account: account || null,
    email: maskedEmail(customer?.email ?? null),
    delinquent: customer?.delinquent ?? null,
    createdAt: iso(customer?.createdAt ?? null),
    deletedAt: iso(customer?.deletedAt ?? null),
    stripeUrl: customerUrl({ account, id, livemode }),
  };
}

export function showTenant({ owner, siblings, tenant }: CustomerSnapshot, most: number): CustomerPage['tenant'] {
  if (!owner) return null;
  const { tenantId, saidBy, isOwn } = owner;
  const counting = tenant?.customerId ?? null;
  const customers = some(siblings, most, ({ id, deleted }) => ({ id, deleted, counts: id === counting }));
  return { id: tenantId, saidBy, isOwn, customers };
}
