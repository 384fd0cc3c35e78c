import { useQuery } from '@tanstack/react-query';
import { counted } from '../../format/number.js';
import { Page } from '../../frame/page.js';
import { DataTable } from '../../list/data-table.js';
import { useFilters } from '../../list/filters.js';
import { Pager } from '../../list/pager.js';
import { usePaging } from '../../list/paging.js';
import { Answer } from '../../tell/answer.js';
import { Empty } from '../../tell/empty.js';
import { AUDIT_COLUMNS } from './audit-columns.js';
import { AuditSearch } from './audit-search.js';
import { auditQuery, FILTERS } from './audit.queries.js';

/** Who changed what, on purpose: people, backends, jobs. What Stripe told is among the events. */
export function AuditPage() {
  const [filters, setFilters] = useFilters(FILTERS);
  const paging = usePaging();
  const entries = useQuery(auditQuery(filters, paging.cursor));
  const isSearch = Object.values(filters).some((value) => value !== '');
  return (
    <Page
      title="Audit log"
      lead="Who has changed what, why, and what came of it. What Stripe told is among the events."
    >
      <AuditSearch filters={filters} onSearch={setFilters} />
      <Answer query={entries} lines={10}>
        {({ data, nextCursor }) => (
          <div className="stack" aria-busy={entries.isPlaceholderData}>
            <DataTable
              caption="Audit log, newest first"
              columns={AUDIT_COLUMNS}
              rows={data}
              idOf={({ id }) => id}
              empty={
                <Empty
                  title={nextCursor ? 'None found so far' : isSearch ? 'No entry matches' : 'Nothing was changed yet'}
                >
                  {nextCursor ? 'The search goes on further back: Next.' : ''}
                </Empty>
              }
            />
            <Pager paging={paging} nextCursor={nextCursor}>
              {counted(data.length, 'entry', 'entries')}
            </Pager>
          </div>
        )}
      </Answer>
    </Page>
  );
}
