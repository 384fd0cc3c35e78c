import { randomBytes } from 'node:crypto';

/** No type of Stripe's, so nobody handles it: it ends as `ignored: no_handler` and changes no row. */
const TYPE = 'countinghouse.smoke';

/** An event that can do no harm, as Stripe would send it. */
export interface SmokeEvent {
  readonly id: string;
  readonly body: string;
}

/** Its object has no id, so that it is no object's; of no connected account, so that none is looked for. */
export function smokeEvent(livemode: boolean, now = new Date()): SmokeEvent {
  const created = Math.floor(now.getTime() / 1000);
  const id = `evt_smoke_${created}_${randomBytes(6).toString('hex')}`;
  const event = {
    id,
    object: 'event',
    api_version: null,
    created,
    data: { object: { object: 'smoke_test' } },
    livemode,
    pending_webhooks: 0,
    request: { id: null, idempotency_key: null },
    type: TYPE,
  };
  return { id, body: JSON.stringify(event, null, 2) };
}
