import { setTimeout as delay } from 'node:timers/promises';
import { post } from './signed-event.js';

const MOST_ATTEMPTS = 60;

/** Posts until the answer is no 503, as Stripe does: a busy machine may take longer to commit than a webhook may wait. */
export async function deliver(url: string, body: unknown): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const { status } = await post(url, body);
    if (status !== 503 || attempt === MOST_ATTEMPTS) return status;
    await delay(500);
  }
}
