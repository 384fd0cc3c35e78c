import { SchedulerRegistry } from '@nestjs/schedule';
import { AlertEvaluator } from '../../src/operations/alerts/alert.evaluator.js';
import { OutboxRunner } from '../../src/outbox/outbox.runner.js';
import type { Backend } from './backend.js';

/** What the schedule does every half minute. */
export const look = (backend: Backend): Promise<void> => backend.app.get(AlertEvaluator).evaluate();

/** From now on it looks when a test says so, and not also every half minute. */
export const lookNoMore = ({ app }: Backend): void => clearInterval(app.get(SchedulerRegistry).getInterval('alerts'));

let events = 0;

/** An event that no attempt is left for, or one that has been due for so many seconds. */
export async function wrongEvent(backend: Backend, overdue: number | null = null): Promise<void> {
  await backend.query(
    `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, status, created_at, received_at, next_attempt_at)
     VALUES ($1, 'charge.succeeded', false, CASE WHEN $2::float8 IS NULL THEN 'dead' ELSE 'received' END, now(),
             now() - coalesce($2, 0) * interval '1 second', now() - $2 * interval '1 second')`,
    [`evt_wrong_${(events += 1)}`, overdue],
  );
}

/** Somebody has mended all of them. */
export async function mend(backend: Backend): Promise<void> {
  await backend.query(`UPDATE stripe_event_log SET status = 'processed', next_attempt_at = NULL`);
}

/** All has been well for ten minutes, of what is clear. */
export async function waitTenMinutes(backend: Backend): Promise<void> {
  await backend.query(`UPDATE alert_incidents SET clear_since = clear_since - interval '10 minutes'`);
}

export interface IncidentState {
  readonly alert: string;
  readonly isClear: boolean;
  readonly isOver: boolean;
}

/** In the order in which they began. */
export const incidentsOf = (backend: Backend): Promise<IncidentState[]> =>
  backend.query(`SELECT alert, clear_since IS NOT NULL AS "isClear", resolved_at IS NOT NULL AS "isOver"
                   FROM alert_incidents ORDER BY opened_at, id COLLATE "C"`);

/** Messages, `opened email sent` and the like, in the order in which they were written. */
export async function messagesOf(backend: Backend): Promise<string[]> {
  const rows = await backend.query<{ message: string }>(
    `SELECT concat_ws(' ', split_part(split_part(business_key, ':', 1), '.', 2), replace(topic, 'notification-', ''), status)
            AS message
       FROM outbox WHERE business_key LIKE 'alert.%' ORDER BY id`,
  );
  return rows.map(({ message }) => message);
}

/** The next attempt of every message is now. */
export async function tryAgain(backend: Backend): Promise<void> {
  await backend.query(
    `UPDATE outbox SET next_attempt_at = now(), attempts = least(attempts, 3) WHERE status = 'pending'`,
  );
  backend.app.get(OutboxRunner).wake();
}
