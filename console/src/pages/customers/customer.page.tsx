import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Back, Page, Section, Subject } from '../../frame/page.js';
import { useFilters } from '../../list/filters.js';
import { useMay } from '../../session/session.js';
import { State } from '../../show/state.js';
import { Answer } from '../../tell/answer.js';
import { Access } from './access.js';
import { CustomerFacts } from './customer-facts.js';
import { CustomerLists } from './customer-lists.js';
import { customerQuery, type Customer } from './customers.queries.js';
import { EraseDialog } from './erase-dialog.js';
import { TimelineSection } from './timeline.js';

const FILTERS = ['account', 'feature'] as const;

/** Everything that decides on one customer, on one page: first whether it has access, and why. */
export function CustomerPage() {
  const { id = '' } = useParams();
  const [{ account, feature }, setFilters] = useFilters(FILTERS);
  const key = { id, account: account === '' ? null : account };
  const query = useQuery(customerQuery(key, feature));
  const customer = query.data;
  const [isErasing, setErasing] = useState(false);
  return (
    <Page
      title={id}
      heading="Customer"
      above={<Back to="/customers">Customers</Back>}
      lead={<Subject id={id}>{customer?.customer.deletedAt && <State tone="off">deleted at Stripe</State>}</Subject>}
      actions={customer && <Actions customer={customer} onErase={() => setErasing(true)} />}
    >
      <Answer query={query} lines={10}>
        {(told) => (
          <>
            <Access customer={told} feature={feature} onAsk={(asked) => setFilters({ feature: asked })} />
            <Section title="Who it is">
              <CustomerFacts customer={told} />
            </Section>
            <CustomerLists customer={told} />
            <TimelineSection customer={told} />
          </>
        )}
      </Answer>
      <EraseDialog customer={key} isOpen={isErasing} onClose={() => setErasing(false)} />
    </Page>
  );
}

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
