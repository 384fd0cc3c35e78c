import { compareRows } from '../faults/checks.js';
import type { Stage } from './stage.js';
import { until } from './until.js';

/** Milliseconds: a read may have to wait until Stripe is believed in again. */
const LIMIT = 40_000;

/** How many events there are, and all that is not as it should be. */
export interface Losses {
  readonly events: number;
  readonly wrong: string[];
}

/** Waits until everything is settled, and holds it against the sandbox's own state. */
export async function lossesOf({ endpoint, postgres, sandbox }: Stage): Promise<Losses> {
  await sandbox.deliveries.settled();
  const wanted = sandbox.events.filter(({ type }) => endpoint.enabledEvents.includes(type)).map(({ id }) => id);
  const open = await until('every event is settled', LIMIT, async () => {
    const rows = await postgres.query<{ id: string }>(
      `SELECT w.id FROM unnest($1::text[]) AS w (id)
        WHERE NOT EXISTS (SELECT FROM stripe_event_log l
                           WHERE l.stripe_event_id = w.id AND l.status IN ('processed', 'ignored'))`,
      [wanted],
    );
    return rows.length === 0 && rows;
  }).catch((error: unknown) => [{ id: String(error) }]);
  const differences = await compareRows({ postgres, sandbox });
  return { events: wanted.length, wrong: [...open.map(({ id }) => id), ...differences] };
}
