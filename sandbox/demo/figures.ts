import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { DeliveryStatistics } from '../delivery/statistics.js';

/** What the event log says of everything that arrived. */
interface LogFigures {
  readonly received: number;
  readonly superseded: number;
  readonly rereads: number;
  readonly processed: number;
  readonly ignored: number;
  readonly ambiguous: number;
  readonly dead: number;
  readonly open: number;
}

async function logFigures(dataSource: DataSource): Promise<LogFigures> {
  const [figures]: LogFigures[] = await dataSource.query(
    `SELECT count(*)::int AS received, coalesce(sum(reread_count), 0)::int AS rereads,
            count(*) FILTER (WHERE verdict = 'superseded')::int AS superseded,
            count(*) FILTER (WHERE verdict = 'ambiguous')::int AS ambiguous,
            count(*) FILTER (WHERE status = 'processed')::int AS processed,
            count(*) FILTER (WHERE status = 'ignored')::int AS ignored,
            count(*) FILTER (WHERE status = 'dead')::int AS dead,
            count(*) FILTER (WHERE status IN ('received', 'failed'))::int AS open
       FROM stripe_event_log`,
  );
  if (!figures) throw new TypeError('the log does not answer');
  return figures;
}

/** Waits until every event that arrived is settled. */
export async function settled(dataSource: DataSource): Promise<LogFigures> {
  for (;;) {
    const figures = await logFigures(dataSource);
    if (figures.open === 0) return figures;
    await delay(20);
  }
}

/** The closing figures; a duplicate is a delivery that was answered 2xx, be the answer lost, and made no row. */
export function describe(sent: DeliveryStatistics, log: LogFigures): [string, number][] {
  const answered = sent.answered2xx + sent.answersLost;
  return [
    ['facts at the sandbox', sent.eventsGenerated],
    ['deliveries tried', sent.attempts],
    ['  lost on the way', sent.dropped],
    ['  healed by a retry', sent.healed],
    ['taken in, with 2xx', answered],
    ['received', log.received],
    ['duplicates', answered - log.received],
    ['re-reads', log.rereads],
    ['processed', log.processed],
    ['  of these superseded', log.superseded],
    ['ignored', log.ignored],
    ['ambiguous', log.ambiguous],
    ['dead', log.dead],
  ];
}
