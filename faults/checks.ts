import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../src/database/data-source.js';
import { mirroredEntities, rowDifferences } from '../test/support/mirror-state.js';
import { tenantDifferences } from '../test/support/tenant-truth.js';
import { VERSIONS } from './load.js';
import type { World } from './world.js';

/** What a run proves. Each list is empty when all is well. */
export interface Findings {
  /** Events that were answered 2xx and have no row, or a row that is not settled. */
  readonly lost: string[];
  /** Events that were settled more than once, and messages of one fact under two outbox entries. */
  readonly doubled: string[];
  /** Fields in which rows and the sandbox's objects differ. */
  readonly unequal: string[];
  /** Messages that arrived twice though nothing came between a send and its mark, or that are marked and never came. */
  readonly messages: string[];
  readonly figures: {
    readonly events: number;
    readonly settled: number;
    readonly sent: number;
    /** Messages that arrived twice because the process or its database was gone between a send and its mark. */
    readonly sentTwice: number;
    readonly rereads: number;
    /** How often webhooks were answered with each status. */
    readonly answers: ReadonlyMap<number, number>;
  };
}

/** What a run leaves, to be checked. */
export interface Left extends Pick<World, 'postgres' | 'sandbox' | 'receiver'> {
  readonly front: {
    /** By the id of each event that was answered 2xx. */
    readonly acknowledged: ReadonlyMap<string, unknown>;
    readonly answers: ReadonlyMap<number, number>;
  };
}

interface LogRow {
  readonly id: string;
  readonly status: string;
  readonly error: string | null;
  readonly times: number;
}

export async function check(world: Left): Promise<Findings> {
  const rows = await world.postgres.query<LogRow>(
    `SELECT l.stripe_event_id AS id, l.status, concat_ws(': ', l.error_class, l.last_error) AS error,
            (SELECT count(*)::int FROM audit.settled s WHERE s.event = l.stripe_event_id) AS times
       FROM stripe_event_log l`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lost = [...world.front.acknowledged.keys()].flatMap((id) => {
    const row = byId.get(id);
    if (!row) return `${id}: answered 2xx, and there is no row`;
    return ['processed', 'ignored'].includes(row.status) && row.times > 0 ? [] : `${id}: ${row.status}: ${row.error}`;
  });
  const doubled = rows.filter(({ times }) => times > 1).map(({ id, times }) => `${id}: settled ${times} times`);
  const [reads] = await world.postgres.query<{ rereads: number }>(
    'SELECT coalesce(sum(reread_count), 0)::int AS rereads FROM stripe_event_log',
  );
  const messages = await checkMessages(world);
  return {
    lost,
    doubled,
    unequal: await compareRows(world),
    messages: messages.wrong,
    figures: {
      events: world.front.acknowledged.size,
      settled: rows.filter(({ times }) => times === 1).length,
      sent: messages.sent,
      sentTwice: messages.twice,
      rereads: reads?.rereads ?? 0,
      answers: world.front.answers,
    },
  };
}

/** The outbox topic whose deliveries the receiver counts; the others read from Stripe, and may do so again. */
const MESSAGES = 'notification-webhook';

/** Fields in which rows and the sandbox's objects differ. */
export async function compareRows({ postgres, sandbox }: Pick<World, 'postgres' | 'sandbox'>): Promise<string[]> {
  const dataSource = new DataSource({
    ...dataSourceOptions(postgres.url),
    entities: mirroredEntities().filter(isClass),
  });
  await dataSource.initialize();
  try {
    return [...(await rowDifferences(dataSource, sandbox, VERSIONS)), ...(await tenantDifferences(postgres, sandbox))];
  } finally {
    await dataSource.destroy();
  }
}

const isClass = (entity: unknown): entity is new () => object => typeof entity === 'function';

/**
 * An entry is begun anew only when its process died, or its database did not take the mark: `attempts` then says so. A
 * message that came twice while its entry counts one attempt was doubled by the backend itself.
 */
async function checkMessages({ postgres, receiver }: Left): Promise<{ wrong: string[]; sent: number; twice: number }> {
  const entries = await postgres.query<{
    key: string;
    topic: string;
    status: string;
    attempts: number;
    error: string | null;
  }>(
    `SELECT 'msg_' || left(encode(sha256(convert_to(business_key, 'UTF8')), 'hex'), 32) AS key, topic,
            status, attempts, last_error AS error FROM outbox`,
  );
  const wrong: string[] = [];
  let twice = 0;
  for (const { key, topic, status, attempts, error } of entries) {
    const times = receiver.received.get(key)?.length ?? 0;
    if (status !== 'sent' && status !== 'obsolete') wrong.push(`${topic} ${key}: ${status}: ${error}`);
    if (topic !== MESSAGES) continue;
    if (status === 'sent' && times === 0) wrong.push(`${key}: marked as sent, and never came`);
    if (times > attempts) wrong.push(`${key}: came ${times} times in ${attempts} attempts`);
    if (times > 1) twice += 1;
  }
  const known = new Set(entries.map(({ key }) => key));
  for (const key of receiver.received.keys()) if (!known.has(key)) wrong.push(`${key}: came, and has no entry`);
  return { wrong, sent: entries.filter(({ topic, status }) => topic === MESSAGES && status === 'sent').length, twice };
}
