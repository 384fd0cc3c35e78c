import { countText } from '../../format/number.js';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { Section } from '../../frame/page.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import { Empty } from '../../tell/empty.js';
import type { Overview } from './overview.queries.js';

type Process = Overview['processes'][number];
type Secret = Overview['secrets'][number];

const TONES: Readonly<Record<Process['state'], Tone>> = { up: 'ok', stopped: 'off', gone: 'bad' };

const process = columnsOf<Process>();
const PROCESSES = process.columns([
  process.accessor('host', { header: 'Machine' }),
  process.accessor('role', { header: 'Role' }),
  process.accessor('state', {
    header: 'State',
    cell: ({ row }) => <State tone={TONES[row.original.state]}>{row.original.state}</State>,
  }),
  process.accessor('version', { header: 'Version' }),
  process.accessor('startedAt', {
    header: 'Started',
    meta: { isNumber: true },
    cell: ({ row }) => <Time at={row.original.startedAt} isInTable />,
  }),
  process.accessor('lastSeenAt', {
    header: 'Seen',
    meta: { isNumber: true },
    cell: ({ row }) => <Time at={row.original.lastSeenAt} isInTable />,
  }),
]);

const secret = columnsOf<Secret>();
const SECRETS = secret.columns([
  secret.display({
    id: 'secret',
    header: 'Secret',
    cell: ({ row: { original } }) => (
      <span>
        {original.endpoint} <span className="muted">{original.position}</span>
      </span>
    ),
  }),
  secret.accessor('lastMatchedAt', {
    header: 'Last matched',
    meta: { isNumber: true },
    cell: ({ row }) => <Time at={row.original.lastMatchedAt} never="never" isInTable />,
  }),
  secret.accessor('knownSince', {
    header: 'Configured since',
    meta: { isNumber: true },
    cell: ({ row }) => <Time at={row.original.knownSince} isInTable />,
  }),
]);

/** Those that ended by themselves are as it should be, and only counted: a rolling update leaves one for each. */
export function Processes({ processes }: Pick<Overview, 'processes'>) {
  const shown = processes.filter(({ state }) => state !== 'stopped');
  const stopped = processes.length - shown.length;
  return (
    <Section
      title="Processes"
      actions={stopped > 0 && <span className="muted">{countText(stopped)} stopped within the last hour</span>}
      isBare
    >
      <DataTable
        caption="Processes of the last hour"
        columns={PROCESSES}
        rows={shown}
        idOf={({ host, role, startedAt }) => `${host} ${role} ${startedAt}`}
        empty={<Empty title="No process has told of itself yet">Each does once a minute.</Empty>}
      />
    </Section>
  );
}

export const Secrets = ({ secrets }: Pick<Overview, 'secrets'>) => (
  <Section title="Signing secrets" isBare>
    <DataTable
      caption="Signing secrets, and when each last matched"
      columns={SECRETS}
      rows={secrets}
      idOf={({ endpoint, position }) => `${endpoint} ${position}`}
      empty={<Empty title="No signing secret is configured" />}
    />
  </Section>
);
