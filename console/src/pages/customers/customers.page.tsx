import { useQuery } from '@tanstack/react-query';
import { counted } from '../../format/number.js';
import { Page, Section } from '../../frame/page.js';
import { DataTable } from '../../list/data-table.js';
import { Pager } from '../../list/pager.js';
import { usePaging } from '../../list/paging.js';
import { Answer } from '../../tell/answer.js';
import { Empty } from '../../tell/empty.js';
import { CustomerSearch } from './customer-search.js';
import { foundQuery, refundsInHandQuery } from './customers.queries.js';
import { FOUND_COLUMNS } from './found-columns.js';
import { RefundRequests } from './refund-requests.js';
import type { Sought } from './sought.js';
import { useSought } from './use-sought.js';

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
  const found = useQuery(foundQuery(sought, paging.cursor));
  return (
    <Answer query={found} lines={3}>
      {({ data, nextCursor }) => (
        <div className="stack" aria-busy={found.isPlaceholderData}>
          <DataTable
            caption="Customers that were found, newest first"
            columns={FOUND_COLUMNS}
            rows={data}
            idOf={({ id, account }) => `${account ?? ''} ${id}`}
            empty={
              <Empty title="No customer is known by it">
                Only whole ids and addresses are found. Whoever is at Stripe and not here: run reconcile, or backfill.
              </Empty>
            }
          />
          {data.length > 0 && (
            <Pager paging={paging} nextCursor={nextCursor}>
              {counted(data.length, 'customer')}
            </Pager>
          )}
        </div>
      )}
    </Answer>
  );
}

function RefundsInHand() {
  const inHand = useQuery(refundsInHandQuery);
  if (!inHand.error && !inHand.data?.data.length) return null;
  return (
    <Section title="Refunds in hand" isBare>
      <Answer query={inHand}>{({ data }) => <RefundRequests requests={data} withCustomer />}</Answer>
    </Section>
  );
}
