import {
  Activity,
  ChartColumn,
  GitCompareArrows,
  KeyRound,
  Layers,
  ListTree,
  OctagonX,
  ScrollText,
  Users,
  type LucideIcon,
} from 'lucide-react';
import type { ComponentType } from 'react';
import type { Scope, Session } from './session/session.js';

/** A page, its subpages behind it. */
export interface ConsolePage {
  /** Below /console. '' is the first one. */
  readonly path: string;
  /** In the navigation; absent of a page that only others lead to. */
  readonly name?: string;
  readonly icon?: LucideIcon;
  /** Who lacks it does not see the page; everybody who is signed in has `operations`. */
  readonly scope?: Scope;
  /** Its figures are of all accounts together: not for who is bound to a connected one. */
  readonly isOfAllAccounts?: boolean;
  /** With this queue, the backend has a page of its own at the address: the browser must ask for it. */
  readonly isForeign?: Session['queue'];
  readonly load: () => Promise<{ readonly Component: ComponentType }>;
}

/** In the order of the navigation: what is wrong, what happened, for whom, whether the rows are right, and the rest. */
export const PAGES: readonly ConsolePage[] = [
  {
    path: '',
    name: 'Overview',
    icon: Activity,
    isOfAllAccounts: true,
    load: async () => ({ Component: (await import('./pages/overview/overview.page.js')).OverviewPage }),
  },
  {
    path: 'events',
    name: 'Events',
    icon: ListTree,
    load: async () => ({ Component: (await import('./pages/events/events.page.js')).EventsPage }),
  },
  {
    path: 'events/:id',
    load: async () => ({ Component: (await import('./pages/events/event.page.js')).EventPage }),
  },
  {
    path: 'failures',
    name: 'Failures',
    icon: OctagonX,
    load: async () => ({ Component: (await import('./pages/failures/failures.page.js')).FailuresPage }),
  },
  {
    path: 'customers',
    name: 'Customers',
    icon: Users,
    load: async () => ({ Component: (await import('./pages/customers/customers.page.js')).CustomersPage }),
  },
  {
    path: 'customers/:id',
    load: async () => ({ Component: (await import('./pages/customers/customer.page.js')).CustomerPage }),
  },
  {
    path: 'checks',
    name: 'Reconcile & verify',
    icon: GitCompareArrows,
    load: async () => ({ Component: (await import('./pages/runs/runs.page.js')).RunsPage }),
  },
  {
    path: 'reports',
    name: 'Reports',
    icon: ChartColumn,
    scope: 'reports',
    load: async () => ({ Component: (await import('./pages/reports/reports.page.js')).ReportsPage }),
  },
  {
    path: 'reports/:report',
    scope: 'reports',
    load: async () => ({ Component: (await import('./pages/reports/reports.page.js')).ReportsPage }),
  },
  {
    path: 'keys',
    name: 'API keys',
    icon: KeyRound,
    load: async () => ({ Component: (await import('./pages/keys/keys.page.js')).KeysPage }),
  },
  {
    path: 'audit',
    name: 'Audit log',
    icon: ScrollText,
    load: async () => ({ Component: (await import('./pages/audit/audit.page.js')).AuditPage }),
  },
  {
    path: 'queue',
    name: 'Queue',
    icon: Layers,
    isForeign: 'redis',
    isOfAllAccounts: true,
    load: async () => ({ Component: (await import('./pages/queue/queue.page.js')).QueuePage }),
  },
];
