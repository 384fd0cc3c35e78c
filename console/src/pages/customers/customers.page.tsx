import { useQuery } from '@tanstack/react-query';
import { counted } from '../../format/number.js';
import { Page, Section } from '../../frame/page.js';
import { DataTable } from '../../list/data-table.js';
import { Pager } from '../../list/pager.js';
import { usePaging } from '../../list/paging.js';
import { Empty } from '../../tell/empty.js';
import { Loading } from '../../tell/loading.js';
import { ProblemNote } from '../../tell/problem-note.js';
import { CustomerSearch } from './customer-search.js';
import { foundQuery, refundsInHandQuery } from './customers.queries.js';
import { FOUND_COLUMNS } from './found-columns.js';
import { RefundRequests } from './refund-requests.js';
import type { Sought } from './sought.js';
import { useSought } from './use-sought.js';
import classes from './customer.module.css';

/** The way to one customer; until somebody is sought, the refunds that somebody may have to see to. */
export function CustomersPage() {
  const [sought, setSought] = useSought();
  return (
    <Page title="Customers" lead="Why has this customer no access? Find it by its id, its tenant or its email.">
      <CustomerSearch key={JSON.stringify(sought)} sought={sought} onSearch={setSought} />
      {sought ? <FoundCustomers sought={sought} /> : <RefundsInHand />}
    </Page>
  );
}

function FoundCustomers({ sought }: { readonly sought: Sought }) {
  const paging = usePaging();
  const { data, error, refetch, isPlaceholderData } = useQuery(foundQuery(sought, paging.cursor));
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={3} />;
  return (
    <div className={classes.found} aria-busy={isPlaceholderData}>
      <DataTable
        caption="Customers that were found, newest first"
        columns={FOUND_COLUMNS}
        rows={data.data}
        idOf={({ id, account }) => `${account ?? ''} ${id}`}
        empty={
          <Empty title="No customer is known by it">
            Only whole ids and addresses are found. Whoever is at Stripe and not here: run reconcile, or backfill.
          </Empty>
        }
      />
      {data.data.length > 0 && (
        <Pager paging={paging} nextCursor={data.nextCursor}>
          {counted(data.data.length, 'customer')}
        </Pager>
      )}
    </div>
  );
}

function RefundsInHand() {
  const { data } = useQuery(refundsInHandQuery);
  if (!data || data.data.length === 0) return null;
  return (
    <Section title="Refunds in hand" isBare>
      <RefundRequests requests={data.data} withCustomer />
    </Section>
  );
}
