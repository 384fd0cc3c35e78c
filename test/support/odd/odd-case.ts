import type { SandboxEvent } from '../../../sandbox/objects/event.js';
import { expectedState, type State } from '../expected-state.js';

/** What has to become of an odd payload. */
export type Outcome =
  /** Not an event: 400, and no trace of it. */
  | { readonly kind: 'refused' }
  /** These rows and no others, verdict `applied`. */
  | { readonly kind: 'rows'; readonly state: State }
  /** Settled at once without a row: `stored`, `ignored: …`. */
  | { readonly kind: 'no row'; readonly verdict: string }
  /** Dead after one attempt, and no row; the path is the field that the error names. */
  | { readonly kind: 'dead'; readonly path: string }
  /** Either a row of its own or dead after one attempt: which of both is not this test's to say. */
  | { readonly kind: 'rows or dead' };

/** One body, signed and sent as it is. */
export interface OddCase {
  readonly name: string;
  readonly eventId: string;
  readonly account: string;
  readonly body: string;
  readonly outcome: Outcome;
  /** The event before it was made odd. */
  readonly sample: SandboxEvent;
}

/** Bytes that a webhook may have. */
export const BODY_LIMIT = 1_048_576;

export const REFUSED: Outcome = { kind: 'refused' };
export const STORED: Outcome = { kind: 'no row', verdict: 'stored' };
export const UNHANDLED: Outcome = { kind: 'no row', verdict: 'ignored: no_handler' };

/** As if nothing were odd about it: the rows that the event's object says. */
export const asEver = (event: SandboxEvent): Outcome =>
  event.type === 'invoice.upcoming' ? STORED : { kind: 'rows', state: expectedState(event) };

let serial = 0;

/** An event under an id and in an account of its own, so that no case meets another one. */
export function alone(event: SandboxEvent): SandboxEvent & { account: string } {
  serial += 1;
  return { ...event, id: `evt_odd${serial}`, account: `acct_odd${serial}` };
}

/** For every case that ends dead: the same object in the same second and account, told by an ordinary event. */
export function mended(cases: readonly OddCase[]): OddCase[] {
  const dead = cases.filter(({ outcome }) => outcome.kind === 'dead');
  if (dead.length === 0) throw new Error('nothing to mend');
  return dead.map(({ name, account, sample }) => {
    const event = { ...alone(sample), account };
    return {
      account,
      name: `${name}, mended`,
      eventId: event.id,
      sample,
      body: JSON.stringify(event),
      outcome: asEver(event),
    };
  });
}
