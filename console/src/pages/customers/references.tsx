import { useMemo } from 'react';
import { Link } from 'react-router';
import { customerPath, eventPath, eventsOf } from '../../show/paths.js';
import type { Customer, Reference as Named } from './customers.queries.js';
import classes from './customer.module.css';

/** Where a thing is told of: `#…` on this page, else a page of the console; undefined: nowhere. */
type Way = string | undefined;

/** Ids that have a row on the customer's page. */
const shownOn = ({ subscriptions, invoices, payments, holds, refundRequests }: Customer): ReadonlySet<string> =>
  new Set([
    ...subscriptions.data.map(({ id }) => id),
    ...invoices.data.map(({ id }) => id),
    ...payments.data.map(({ id }) => id),
    ...holds.map(({ id }) => id),
    ...refundRequests.data.map(({ id }) => id),
  ]);

/** The way to whatever a reason names: its row here, its own page, or its events. */
export function useReferences(customer: Customer): (reference: Named) => Way {
  const here = useMemo(() => shownOn(customer), [customer]);
  const { account } = customer.customer;
  return ({ type, id }) => {
    if (here.has(id)) return `#${id}`;
    if (type === 'event') return eventPath(id);
    if (type === 'customer') return id === customer.customer.id ? undefined : customerPath({ id, account });
    if (type === 'tenant') return id.includes('@') ? undefined : `/customers?tenant=${encodeURIComponent(id)}`;
    if (type === 'account') return `/events?account=${encodeURIComponent(id)}`;
    if (type === 'hold' || type === 'refund_request') return undefined;
    return eventsOf(id);
  };
}

export function Reference({ reference: { id }, to }: { readonly reference: Named; readonly to: Way }) {
  if (to === undefined) return <code>{id}</code>;
  if (to.startsWith('#')) {
    return (
      <a className="mono" href={to}>
        {id}
      </a>
    );
  }
  return (
    <Link className="mono" to={to}>
      {id}
    </Link>
  );
}

/** A row that a reason leads to: the browser scrolls to it, and marks it. */
export const Anchor = ({ id }: { readonly id: string }) => <span id={id} className={classes.anchor} />;
