import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Page, Section } from '../../frame/page.js';
import { useFilters } from '../../list/filters.js';
import { useMay } from '../../session/session.js';
import { Id } from '../../show/id.js';
import { State } from '../../show/state.js';
import { Loading } from '../../tell/loading.js';
import { ProblemNote } from '../../tell/problem-note.js';
import { Access } from './access.js';
import { CustomerFacts } from './customer-facts.js';
import { CustomerLists } from './customer-lists.js';
import { customerQuery, type Customer } from './customers.queries.js';
import { EraseDialog } from './erase-dialog.js';
import { TimelineSection } from './timeline.js';
import classes from './customer.module.css';

const FILTERS = ['account', 'feature'] as const;

/** Everything that decides on one customer, on one page: first whether it has access, and why. */
export function CustomerPage() {
  const { id = '' } = useParams();
  const [{ account, feature }, setFilters] = useFilters(FILTERS);
  const key = { id, account: account === '' ? null : account };
  const { data: customer, error, refetch } = useQuery(customerQuery(key, feature));
  const [isErasing, setErasing] = useState(false);
  return (
    <Page
      title={id}
      heading="Customer"
      above={
        <Link className={classes.back} to="/customers">
          <ArrowLeft size={14} aria-hidden="true" /> Customers
        </Link>
      }
      lead={<Lead id={id} customer={customer} />}
      actions={customer && <Actions customer={customer} onErase={() => setErasing(true)} />}
    >
      {error && !customer ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : customer ? (
        <>
          <Access customer={customer} feature={feature} onAsk={(asked) => setFilters({ feature: asked })} />
          <Section title="Who it is">
            <CustomerFacts customer={customer} />
          </Section>
          <CustomerLists customer={customer} />
          <TimelineSection customer={customer} />
        </>
      ) : (
        <Loading lines={10} />
      )}
      <EraseDialog customer={key} isOpen={isErasing} onClose={() => setErasing(false)} />
    </Page>
  );
}

const Lead = ({ id, customer }: { readonly id: string; readonly customer: Customer | undefined }) => (
  <span className={classes.lead}>
    <Id id={id} />
    {customer?.customer.deletedAt && <State tone="off">deleted at Stripe</State>}
  </span>
);

function Actions({ customer, onErase }: { readonly customer: Customer; readonly onErase: () => void }) {
  const mayErase = useMay('payloads');
  return (
    <>
      <Button
        component="a"
        href={customer.customer.stripeUrl}
        target="_blank"
        rel="noreferrer"
        rightSection={<ExternalLink size={13} aria-label="in a new tab" />}
      >
        Stripe’s dashboard
      </Button>
      {mayErase && (
        <Button color="danger" variant="outline" onClick={onErase}>
          Erase…
        </Button>
      )}
    </>
  );
}
