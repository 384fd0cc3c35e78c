import { isDeepStrictEqual } from 'node:util';
import type { Backend } from '../backend.js';
import { COLUMNS } from '../columns/mirrors.js';
import { deliver } from '../deliver.js';
import { byId, type Row, type State } from '../expected-state.js';
import { inLanes } from '../in-lanes.js';
import { stripeEvent } from '../signed-event.js';
import { BODY_LIMIT, type OddCase } from './odd-case.js';

/** Requests at once: the events of many share a commit and a batch of the worker. */
const AT_ONCE = 24;
/** An ordinary event after so many odd ones, which nothing odd may hold up. */
const NEIGHBOUR_AFTER = 8;

interface Logged {
  readonly id: string;
  readonly status: string;
  readonly verdict: string | null;
  readonly errorClass: string | null;
  readonly lastError: string | null;
  readonly attempts: number;
  readonly rows: number;
  readonly body: Buffer | null;
}

const LOGGED = `
  SELECT l.stripe_event_id AS id, l.status, l.verdict, l.error_class AS "errorClass", l.last_error AS "lastError",
         l.retry_count AS attempts, count(*) OVER (PARTITION BY l.stripe_event_id)::int AS rows, p.body
    FROM stripe_event_log l
    LEFT JOIN stripe_event_payload p ON p.event_log_id = l.id AND p.received_at = l.received_at
   WHERE l.stripe_event_id = ANY($1)`;

let neighbours = 0;

/** Sends all of them, waits until nothing is open, and tells everything that is not as it has to be. */
export async function complaintsAbout(backend: Backend, cases: readonly OddCase[]): Promise<string[]> {
  const route = `${backend.url}/webhooks/stripe`;
  const answers = new Map<string, number>();
  let sent = 0;
  await inLanes(cases, AT_ONCE, async (odd) => {
    answers.set(odd.name, await deliver(route, odd.body));
    if ((sent += 1) % NEIGHBOUR_AFTER === 0) await deliver(route, neighbour((neighbours += 1)));
  });
  await backend.settled(600_000);

  const logged: Logged[] = await backend.query(LOGGED, [cases.map(({ eventId }) => eventId)]);
  const log = new Map(logged.map((row) => [row.id, row]));
  const rows = await rowsByAccount(backend);
  const complaints = cases.flatMap((odd) => {
    const found = complaintAbout(odd, answers.get(odd.name), log.get(odd.eventId), rows.get(odd.account) ?? {});
    return found === null ? [] : [`${odd.name}: ${found}`];
  });
  return [...complaints, ...(await complaintsOfNeighbours(backend))];
}

const neighbour = (n: number): Record<string, unknown> =>
  stripeEvent({ type: 'customer.updated', object: { id: `cus_neighbour${n}`, object: 'customer', name: `n${n}` } });

async function complaintsOfNeighbours(backend: Backend): Promise<string[]> {
  const [row] = await backend.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM customers WHERE id LIKE 'cus\\_neighbour%' AND name LIKE 'n%'`,
  );
  return row?.n === neighbours ? [] : [`of ${neighbours} ordinary events among them ${row?.n} were applied`];
}

/** All mirrored rows, by account and table. */
async function rowsByAccount(backend: Backend): Promise<Map<unknown, State>> {
  const found = new Map<unknown, State>();
  for (const table of Object.keys(COLUMNS)) {
    for (const { account, ...row } of await backend.query<Row>(`SELECT * FROM ${table}`)) {
      const state = found.get(account) ?? {};
      found.set(account, { ...state, [table]: [...(state[table] ?? []), row] });
    }
  }
  return found;
}

function complaintAbout(odd: OddCase, status: number | undefined, log: Logged | undefined, rows: State): string | null {
  const { outcome } = odd;
  const written = Object.values(rows).some((list) => list.length > 0);
  if (outcome.kind === 'refused') {
    const answer = Buffer.byteLength(odd.body) > BODY_LIMIT ? 413 : 400;
    return status === answer && !log && !written ? null : `answered ${status}, ${log ? 'logged' : 'not logged'}`;
  }
  if (status !== 200 || !log) return `answered ${status}, ${log ? 'logged' : 'not logged'}`;
  if (log.rows !== 1) return `${log.rows} log rows`;
  if (!log.body?.equals(Buffer.from(odd.body))) return 'other bytes are stored';
  const end = `${log.status}, ${log.verdict} ${log.errorClass ?? ''} ${log.lastError ?? ''} after ${log.attempts}`;
  const died =
    log.status === 'dead' && log.errorClass === 'permanent' && log.attempts === 1 && isReadable(log.lastError);
  const applied = log.status === 'processed' && log.verdict === 'applied' && log.lastError === null;
  switch (outcome.kind) {
    case 'no row': {
      const right = log.verdict === outcome.verdict && ['processed', 'ignored'].includes(log.status);
      return right && !written ? null : `${end}${written ? ', and wrote rows' : ''}`;
    }
    case 'dead': {
      const named = log.lastError?.startsWith(`${outcome.path} is not `) === true;
      return died && named && !written ? null : `${end}${written ? ', and wrote rows' : ''}`;
    }
    case 'rows or dead':
      return (died && !written) || (applied && written) ? null : end;
    case 'rows':
      return applied ? difference(rows, outcome.state) : end;
    default:
      return outcome satisfies never;
  }
}

/** A field and what it is not: nothing of the value. */
const isReadable = (message: string | null): boolean =>
  message !== null && /^[\w.[\]]{1,200} is not (an id|text|true or false|(of )?a [\w ]+)\.$/.test(message);

function difference(rows: State, expected: State): string | null {
  for (const table of new Set([...Object.keys(rows), ...Object.keys(expected)])) {
    const [here, there] = [byId(rows[table] ?? []), byId(expected[table] ?? [])];
    if (here.length !== there.length) return `${table} has ${here.length} rows instead of ${there.length}`;
    for (const [i, row] of there.entries()) {
      for (const column of Object.keys({ ...row, ...here[i] })) {
        if (isDeepStrictEqual(here[i]?.[column], row[column])) continue;
        const values = [here[i]?.[column], row[column]].map((value) => JSON.stringify(value)?.slice(0, 60));
        return `${table}.${column} is ${values[0]} instead of ${values[1]}`;
      }
    }
  }
  return null;
}
