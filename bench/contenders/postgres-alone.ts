import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleBodies } from '../load/workload.js';
import { NO_FIGURES, type Run } from '../results/run.js';
import type { Stage } from '../stage.js';
import type { Contender } from './contender.js';
import { findPgbench, pgbench } from './pgbench.js';
import { BODIES, GROUP, GROUP_INSERT, oneTransaction } from './pgbench-scripts.sql.js';
import { Store, BACKEND_TABLES } from './store.js';

/** One transaction an event: what a program can settle that does not gather events. */
export const ONE_TRANSACTION = 'PostgreSQL, a transaction an event';
/** Inserts of as many events as the backend commits together: what any program can accept. */
export const GROUPS = `PostgreSQL, inserts of ${GROUP}`;

/** What is asked of PostgreSQL alone. */
interface Work {
  readonly name: string;
  readonly clients: number;
  readonly eventsOfTransaction: number;
  readonly scripts: readonly string[];
  readonly figure: 'accepted' | 'settled';
}

const WORKS: readonly Work[] = [
  {
    name: ONE_TRANSACTION,
    clients: 32,
    eventsOfTransaction: 1,
    scripts: Array.from({ length: BODIES }, (_, body) => oneTransaction(body)),
    figure: 'settled',
  },
  // Two connections, as the backend commits on: more wait for each other's commits.
  { name: GROUPS, clients: 2, eventsOfTransaction: GROUP, scripts: [GROUP_INSERT], figure: 'accepted' },
];

/** The server without an application in front of it, driven by pgbench with bodies of the sizes that webhooks have. */
class PostgresAlone implements Contender {
  private runs = 0;

  constructor(
    private readonly work: Work,
    private readonly program: string,
    private readonly url: string,
    private readonly directory: string,
    private readonly variables: Readonly<Record<string, string>>,
    private readonly events: number,
    private readonly store: Store,
  ) {}

  get name(): string {
    return this.work.name;
  }

  async run(): Promise<Run> {
    const { clients, eventsOfTransaction, figure, scripts } = this.work;
    this.runs += 1;
    const tps = await pgbench(this.program, {
      url: this.url,
      clients,
      transactions: Math.ceil(this.events / clients / eventsOfTransaction),
      scripts: scripts.map((_, number) => join(this.directory, `${number}.sql`)),
      variables: { ...this.variables, run: String(this.runs), n: '0' },
    });
    return { ...NO_FIGURES, [figure]: tps * eventsOfTransaction };
  }

  empty(): Promise<void> {
    return this.store.empty();
  }

  async stop(): Promise<void> {
    await this.store.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Resolves with nobody, and says why, where there is no pgbench. @param events of a run. */
export async function postgresAlone(stage: Stage, name: string, events: number): Promise<Contender[]> {
  const work = WORKS.find((one) => one.name === name);
  if (!work) throw new TypeError(`PostgreSQL is not asked for ${name}`);
  let program: string;
  try {
    program = await findPgbench();
  } catch (error) {
    stage.say(`${name}: - (${error instanceof Error ? error.message : String(error)})`);
    return [];
  }
  const url = await stage.postgres.migrated('alone');
  const directory = await mkdtemp(join(tmpdir(), 'countinghouse-pgbench-'));
  for (const [number, script] of work.scripts.entries()) await writeFile(join(directory, `${number}.sql`), script);
  const variables = Object.fromEntries(sampleBodies(BODIES).map((body, number) => [`b${number}`, body]));
  const store = await Store.open(url, BACKEND_TABLES);
  return [stage.with(new PostgresAlone(work, program, url, directory, variables, events, store))];
}
