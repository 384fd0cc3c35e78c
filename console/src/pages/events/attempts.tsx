import { Section } from '../../frame/page.js';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { Time } from '../../show/time.js';
import type { Story } from './events.queries.js';

type Attempt = Story['attempts'][number];

const column = columnsOf<Attempt>();
const COLUMNS = column.columns([
  column.accessor('attempt', { header: 'Attempt', meta: { isNumber: true } }),
  column.accessor('at', {
    header: 'When',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.at} isInTable />,
  }),
  column.accessor('errorClass', { header: 'Class' }),
  column.accessor('error', { header: 'Error', cell: ({ row }) => <code>{row.original.error}</code> }),
  column.accessor('retryAt', {
    header: 'Next was planned',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.retryAt} never="no further one" isInTable />,
  }),
]);

/** Those that failed; of one that went well there is the verdict. */
export const Attempts = ({ attempts }: Pick<Story, 'attempts'>) => (
  <Section title="Attempts that failed" isBare>
    <DataTable
      caption="Attempts that failed, the first one first"
      columns={COLUMNS}
      rows={attempts}
      idOf={({ attempt, at }) => `${attempt} ${at}`}
      empty={null}
    />
  </Section>
);
