import { Page, Section } from '../../frame/page.js';
import { utcText } from '../../format/time.js';
import { State, type Tone } from '../../show/state.js';
import { Loading } from '../../tell/loading.js';
import { ProblemNote } from '../../tell/problem-note.js';
import { Alerts } from './alerts.js';
import { MinutesChart } from './minutes-chart.js';
import classes from './overview.module.css';
import { useLiveOverview, type Connection, type Overview } from './overview.queries.js';
import { Processes, Secrets } from './processes.js';
import { Arriving, Proved, Settling } from './stages.js';

const WORDS: Readonly<Record<Exclude<Connection, 'live'>, readonly [Tone, string]>> = {
  connecting: ['waiting', 'Connecting'],
  away: ['warn', 'The database does not answer'],
  broken: ['warn', 'Connection lost, trying again'],
  crowded: ['off', 'Open in five tabs already: here it is read every 15 s'],
};

function Live({ connection, at }: { readonly connection: Connection; readonly at: string | undefined }) {
  if (connection === 'live') return <State tone="ok">Live</State>;
  const [tone, words] = WORDS[connection];
  return (
    <State tone={tone}>
      {words}
      {at === undefined ? '' : `, as of ${utcText(new Date(at))}`}
    </State>
  );
}

const Figures = ({ overview }: { readonly overview: Overview }) => (
  <>
    <Alerts alerts={overview.alerts} />
    <Arriving overview={overview} />
    <Section title="Webhooks a minute">
      <MinutesChart minutes={overview.eventsPerMinute} />
    </Section>
    <Settling overview={overview} />
    <Proved overview={overview} />
    <div className={classes.tables}>
      <Processes processes={overview.processes} />
      <Secrets secrets={overview.secrets} />
    </div>
  </>
);

/** How it goes, at a glance. What is wrong stands on top, and else nothing has a colour. */
export function OverviewPage() {
  const { overview, error, connection } = useLiveOverview();
  return (
    <Page title="Overview" actions={<Live connection={connection} at={overview?.at} />}>
      {overview ? <Figures overview={overview} /> : error ? <ProblemNote error={error} /> : <Loading lines={8} />}
    </Page>
  );
}
