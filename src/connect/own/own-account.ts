import type { ConnectedAccountColumns } from '../accounts/connected-account.entity.js';
import type { AccountAnswer } from './own-account.answers.js';

/** What callers see of an account itself. */
export type ToldAccount = Omit<AccountAnswer, 'tenant' | 'deauthorizedAt'>;

/** The columns of it; of who is behind it there are none. */
export type ShownColumns = Omit<
  ConnectedAccountColumns,
  'tenantId' | 'lossesPayer' | 'feesPayer' | 'requirementCollector' | 'metadata'
>;

/** What Stripe does not say to be enabled may not be used. */
export function tell(id: string, columns: ShownColumns): ToldAccount {
  return {
    id,
    country: columns.country,
    defaultCurrency: columns.defaultCurrency,
    businessType: columns.businessType,
    dashboard: columns.dashboard ?? dashboardOf(columns.type),
    chargesEnabled: columns.chargesEnabled === true,
    payoutsEnabled: columns.payoutsEnabled === true,
    detailsSubmitted: columns.detailsSubmitted === true,
    disabledReason: columns.disabledReason,
    requirements: {
      currentlyDue: columns.currentlyDue ?? [],
      pastDue: columns.pastDue ?? [],
      eventuallyDue: columns.eventuallyDue ?? columns.currentlyDue ?? [],
      pendingVerification: columns.pendingVerification ?? [],
      deadline: columns.currentDeadline?.toISOString() ?? null,
    },
    capabilities: byStatus(columns.capabilities ?? {}),
    created: columns.createdAt?.toISOString() ?? null,
  };
}

const DASHBOARDS: Readonly<Record<string, string>> = { standard: 'full', express: 'express', custom: 'none' };

/** Where Stripe told the account's type alone, as before 2023. */
const dashboardOf = (type: string | null): string | null => DASHBOARDS[type ?? ''] ?? null;

function byStatus(capabilities: Readonly<Record<string, string>>): Record<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const [name, status] of Object.entries(capabilities).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    grouped.set(status, [...(grouped.get(status) ?? []), name]);
  }
  return Object.fromEntries(grouped);
}

/** A row of the statements on accounts. */
export type OwnAccountRow = Partial<ShownColumns> & {
  readonly id: string;
  readonly tenant: string | null;
  /** To page by. */
  readonly created: Date;
  /** Whether an `account.updated` has come. */
  readonly isMirrored: boolean;
  /** What Stripe answered when it was made here, shown until then. */
  readonly answered: ToldAccount | null;
  readonly deauthorizedAt: Date | null;
};

/** An account that was authorized by its owner, and of which nothing else is known yet. */
const UNTOLD: ShownColumns = {
  type: null,
  dashboard: null,
  businessType: null,
  country: null,
  defaultCurrency: null,
  chargesEnabled: null,
  payoutsEnabled: null,
  detailsSubmitted: null,
  capabilities: null,
  currentlyDue: null,
  pastDue: null,
  eventuallyDue: null,
  pendingVerification: null,
  disabledReason: null,
  currentDeadline: null,
  createdAt: null,
};

/** The rows stay as they were when access was withdrawn: nothing can be charged then, whatever they say. */
export function show({ id, tenant, isMirrored, answered, deauthorizedAt, ...columns }: OwnAccountRow): AccountAnswer {
  const told = !isMirrored && answered ? answered : tell(id, { ...UNTOLD, ...columns });
  const lost = deauthorizedAt === null ? {} : { chargesEnabled: false, payoutsEnabled: false };
  return { ...told, ...lost, tenant, deauthorizedAt: deauthorizedAt?.toISOString() ?? null };
}
