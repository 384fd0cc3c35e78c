import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, type Findings } from '../faults/checks.js';
import { DATABASE } from '../faults/postgres.js';
import type { Fleet } from './fleet.js';
import { namedStatements } from './named-statements.js';

/** SQLSTATEs and words by which a statement, or a setting, shows that it met a pooler that it was not made for. */
const POOLER = /prepared statement|\b(26000|42P05|08P01)\b|startup parameter|query_wait_timeout/i;
/** Lines of a list that are kept of one log. */
const MOST = 5;

/** What is proved beyond that nothing was lost, doubled or left unequal. */
export interface FleetFindings extends Findings {
  /** Events that never had their 2xx. */
  readonly refused: string[];
  /** Signs in any log, and on the server's connections, of what a transaction pooler cannot carry. */
  readonly pooler: string[];
  /** Leases that ended by themselves, or that two machines held at a time. */
  readonly leases: string[];
  readonly deadlocks: number;
  /** Server connections of PgBouncer that were looked into, and what it passed on. */
  readonly connections: number;
  readonly transactions: number;
  readonly leasesTaken: ReadonlyMap<string, number>;
}

/** Call when nothing is open and the processes have ended: PgBouncer's connections are then nobody's. */
export async function checkFleet(fleet: Fleet): Promise<FleetFindings> {
  const { postgres, bouncer, sandbox, receiver, load, members } = fleet;
  const statements = await namedStatements(bouncer.url, bouncer.poolSize);
  const findings = await check({ postgres, sandbox, receiver, front: load });
  const [database] = await postgres.query<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = $1',
    [DATABASE],
  );
  const leases = await leaseNotes(fleet);
  return {
    ...findings,
    refused: [...load.posted].filter((id) => !load.acknowledged.has(id)),
    pooler: [
      ...statements.texts.map((text) => `stays prepared on the server: ${text}`),
      ...bouncer.complaints().map((line) => `pgbouncer: ${line}`),
      ...members.flatMap(({ name }) => saidOfPooler(join(fleet.directory, `${name}.log`), name)),
    ],
    leases: leases.wrong,
    deadlocks: Number(database?.deadlocks ?? 0),
    connections: statements.connections,
    transactions: await bouncer.transactions(),
    leasesTaken: leases.taken,
  };
}

function saidOfPooler(log: string, name: string): string[] {
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines
    .filter((line) => POOLER.test(line))
    .map((line) => `${name}: ${line}`)
    .slice(0, MOST);
}

/** Goes through what became of each lease, in order: it is taken by one, given back by that one, and then the next one's. */
async function leaseNotes({ postgres }: Fleet): Promise<{ wrong: string[]; taken: Map<string, number> }> {
  const notes = await postgres.query<{ name: string; holder: string; what: string }>(
    'SELECT name, holder, what FROM audit.leases ORDER BY at',
  );
  const wrong: string[] = [];
  const taken = new Map<string, number>();
  const holders = new Map<string, string>();
  for (const { name, holder, what } of notes) {
    if (what === 'given back') {
      if (holders.get(name) !== holder) wrong.push(`${name}: given back by one that did not hold it`);
      holders.delete(name);
      continue;
    }
    if (what === 'taken over') wrong.push(`${name}: ended by itself, and was taken over`);
    else if (holders.has(name)) wrong.push(`${name}: two held it at a time`);
    holders.set(name, holder);
    taken.set(name, (taken.get(name) ?? 0) + 1);
  }
  for (const name of holders.keys()) wrong.push(`${name}: was not given back`);
  return { wrong, taken };
}
