import type { SandboxEvent } from '../../sandbox/objects/event.js';

export interface ThinFields {
  readonly id: string;
  readonly type: string;
  /** Seconds. */
  readonly created: number;
  readonly related?: unknown;
  readonly context?: string | null;
}

/** A notification as an event destination of Stripe's sends it. */
export const thinEvent = ({ id, type, created, related, context = null }: ThinFields): Record<string, unknown> => ({
  id,
  object: 'v2.core.event',
  type,
  created: new Date(created * 1000).toISOString(),
  livemode: false,
  context,
  reason: null,
  related_object: related ?? null,
});

/** What Stripe would send of the same fact to a destination that asked for thin events. */
export function thinned({ id, type, created, data, account }: SandboxEvent): Record<string, unknown> {
  const { id: objectId, object } = data.object;
  const related = { id: objectId, type: object, url: `/v1/${String(object)}s/${String(objectId)}` };
  return thinEvent({ id, type: `v1.${type}`, created, related, context: account ?? null });
}
