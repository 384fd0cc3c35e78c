import type { ReactNode } from 'react';
import { Section } from '../../frame/page.js';
import { Entitlements } from './access.js';
import type { Customer } from './customers.queries.js';
import { Holds, Refusals } from './holds.js';
import { Invoices } from './invoices.js';
import { Payments } from './payments.js';
import { RefundRequests } from './refund-requests.js';
import { Subscriptions } from './subscriptions.js';

interface List {
  readonly title: string;
  readonly rows: readonly unknown[];
  /** Whether older ones are not listed. */
  readonly more?: boolean;
  readonly content: ReactNode;
}

function listsOf(customer: Customer): List[] {
  const { subscriptions, invoices, payments, holds, refusals, refundRequests } = customer;
  const { account } = customer.customer;
  return [
    {
      title: 'Subscriptions',
      rows: subscriptions.data,
      more: subscriptions.more,
      content: <Subscriptions subscriptions={subscriptions.data} ofOne={customer.customer.id} />,
    },
    {
      title: 'Invoices',
      rows: invoices.data,
      more: invoices.more,
      content: <Invoices invoices={invoices.data} />,
    },
    {
      title: 'Payments',
      rows: payments.data,
      more: payments.more,
      content: <Payments payments={payments.data} />,
    },
    {
      title: 'Holds',
      rows: holds,
      content: <Holds holds={holds} account={account} tenant={customer.tenant?.id ?? null} />,
    },
    {
      title: 'Refused requests',
      rows: refusals.data,
      more: refusals.more,
      content: <Refusals refusals={refusals.data} />,
    },
    {
      title: 'Refunds asked for here',
      rows: refundRequests.data,
      more: refundRequests.more,
      content: <RefundRequests requests={refundRequests.data} />,
    },
  ];
}

/** All that there is; of what there is not, one line. */
export function CustomerLists({ customer }: { readonly customer: Customer }) {
  const lists = listsOf(customer);
  const none = lists.filter(({ rows }) => rows.length === 0).map(({ title }) => title.toLowerCase());
  return (
    <>
      <Entitlements access={customer.access} />
      {lists
        .filter(({ rows }) => rows.length > 0)
        .map(({ title, rows, more, content }) => (
          <Section key={title} title={title} isBare>
            {content}
            {more === true && <p className="small">The newest {rows.length}. Older ones are at Stripe.</p>}
          </Section>
        ))}
      {none.length > 0 && <p className="muted">There are no {listed(none)}.</p>}
    </>
  );
}

const listed = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'disjunction' }).format(words);
