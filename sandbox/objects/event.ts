import type { StripeObject } from './stripe-object.js';

/** The version whose shapes the engine holds; older ones are rendered from it. */
export const NEWEST_API_VERSION = '2026-10-28.endive';

/** A plain JSON hash whose fields are looked at one by one. */
export type Fields = Readonly<Record<string, unknown>>;

/** A snapshot event, as Stripe sends it. `created` is in whole seconds UTC. */
export interface SandboxEvent extends StripeObject {
  readonly object: 'event';
  /** The connected account it happened in; absent for the platform's own. */
  readonly account?: string;
  readonly api_version: string;
  readonly created: number;
  readonly data: {
    /** `invoice.upcoming` is the one event whose object has no id. */
    readonly object: Fields;
    readonly previous_attributes?: Fields;
  };
  readonly livemode: false;
  readonly pending_webhooks: number;
  /** Only its id in versions before 2017-05-25. */
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null } | string | null;
  readonly type: string;
  /** What versions before 2017-05-25 call `account`. */
  readonly user_id?: string;
}
