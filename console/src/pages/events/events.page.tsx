import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RowSelectionState } from '@tanstack/react-table';
import { useState } from 'react';
import { EVENT_COLUMNS } from '../../events/event-columns.js';
import { ReplayDialog } from '../../events/replay-dialog.js';
import type { Selection } from '../../events/selection.js';
import { counted } from '../../format/number.js';
import { Page } from '../../frame/page.js';
import { DataTable } from '../../list/data-table.js';
import { useFilters } from '../../list/filters.js';
import { Pager } from '../../list/pager.js';
import { usePaging } from '../../list/paging.js';
import { Time } from '../../show/time.js';
import { Answer } from '../../tell/answer.js';
import { Empty } from '../../tell/empty.js';
import { eventsQuery, FILTERS, given } from './events.queries.js';
import { SearchForm } from './search-form.js';

const NOTHING: RowSelectionState = {};

/** Everything that was received, newest first; searched by what the address says. */
export function EventsPage() {
  const [filters, setFilters] = useFilters(FILTERS);
  const paging = usePaging();
  const events = useQuery(eventsQuery(filters, paging.cursor));
  const [chosen, setChosen] = useState({ of: '', rows: NOTHING });
  const [replaying, setReplaying] = useState<Selection | null>(null);
  const asked = JSON.stringify(filters);
  // Of this search: when Back has brought another one, nothing is chosen that nobody sees.
  const rows = chosen.of === asked ? chosen.rows : NOTHING;
  const ids = Object.keys(rows);
  const hasFilter = Object.keys(given(filters)).length > 0;

  return (
    <Page
      title="Events"
      actions={
        ids.length > 0 ? (
          <Button onClick={() => setReplaying({ ids })}>Replay {ids.length}…</Button>
        ) : (
          hasFilter &&
          filters.id === '' && (
            <Button onClick={() => setReplaying({ filter: given(filters) })}>Replay all that match…</Button>
          )
        )
      }
    >
      <SearchForm filters={filters} onSearch={setFilters} />
      <Answer query={events} lines={10}>
        {({ data, nextCursor, lookedTo }) => (
          <div className="stack" aria-busy={events.isPlaceholderData}>
            <DataTable
              caption="Events, newest first"
              columns={EVENT_COLUMNS}
              rows={data}
              idOf={({ id }) => id}
              selection={{ chosen: rows, onChange: (changed) => setChosen({ of: asked, rows: changed }) }}
              empty={
                <Empty
                  title={
                    nextCursor ? 'None found so far' : hasFilter ? 'No event matches' : 'No event was received yet'
                  }
                >
                  {nextCursor
                    ? 'The search goes on further back: Next.'
                    : hasFilter
                      ? 'Ids are exact; a type may end in .*'
                      : ''}
                </Empty>
              }
            />
            <Pager paging={paging} nextCursor={nextCursor}>
              {counted(data.length, 'event')}
              {lookedTo !== null && (
                <>
                  , looked back to <Time at={lookedTo} />
                </>
              )}
            </Pager>
          </div>
        )}
      </Answer>
      <ReplayDialog
        selection={replaying}
        onClose={() => setReplaying(null)}
        onDone={() => setChosen({ of: asked, rows: NOTHING })}
      />
    </Page>
  );
}
