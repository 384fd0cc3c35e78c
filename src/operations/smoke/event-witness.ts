import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { ask } from './backend-requests.js';

/** What is known of an event that was sent. */
export interface SeenEvent {
  readonly status: string;
  readonly verdict: string | null;
  readonly attemptsFailed: number;
}

/** Sees what has become of an event; null while it is not there. */
export type EventWitness = (eventId: string) => Promise<SeenEvent | null>;

/** By the backend's own database. */
export function byDatabase(dataSource: DataSource): EventWitness {
  return async (eventId) => {
    const rows: SeenEvent[] = await dataSource.query(
      `SELECT status, verdict, retry_count AS "attemptsFailed" FROM stripe_event_log WHERE stripe_event_id = $1`,
      [eventId],
    );
    return rows[0] ?? null;
  };
}

const page = z.object({
  data: z.array(z.object({ status: z.string(), verdict: z.string().nullable(), failures: z.number() })),
});

/** By the backend's API, with a key of the scope `operations`. @param base where the backend is reached. */
export function byApi(base: string, key: string): EventWitness {
  return async (eventId) => {
    const url = `${base}/operations/events?id=${encodeURIComponent(eventId)}`;
    const answer = await ask('GET', url, { authorization: `Bearer ${key}` });
    if (answer?.status !== 200) throw new Error(`the API answers ${answer?.status ?? 'nothing'} to the key`);
    const [event] = page.parse(JSON.parse(answer.body)).data;
    return event ? { status: event.status, verdict: event.verdict, attemptsFailed: event.failures } : null;
  };
}
