import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../config/env.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import type { ReceivedEvent } from './received-event.js';

/** Bytes of the bodies of the events that are kept; parsed, they take about four times as much. */
const ROOM = 8_388_608;
/** Milliseconds after which another process has settled the event. */
const LONGEST_STAY = 60_000;

interface Kept {
  readonly event: StripeEvent;
  readonly bytes: number;
  readonly since: number;
}

/**
 * Events that this process has just committed, as it parsed them, for its own workers: reading an event's bytes back
 * from PostgreSQL and parsing them again costs as much as writing its row. When there is no room the newcomers stay
 * out, for those that came first are worked off first.
 */
@Injectable()
export class RecentEvents {
  private readonly kept = new Map<string, Kept>();
  private readonly room: number;
  private bytes = 0;

  constructor(@Inject(ENV) env: Env) {
    this.room = env.ROLE === 'api' ? 0 : ROOM;
  }

  /** @param now on the clock of `performance.now()`. */
  keep({ id, parsed, body }: ReceivedEvent, now = performance.now()): void {
    for (const [old, { since }] of this.kept) {
      if (now - since < LONGEST_STAY) break;
      this.take(old);
    }
    if (this.bytes + body.length > this.room) return;
    this.take(id);
    this.kept.set(id, { event: parsed, bytes: body.length, since: now });
    this.bytes += body.length;
  }

  /** Once: a handler may have changed the event when its attempt failed. */
  take(id: string, now = performance.now()): StripeEvent | undefined {
    const found = this.kept.get(id);
    if (!found) return undefined;
    this.kept.delete(id);
    this.bytes -= found.bytes;
    return now - found.since < LONGEST_STAY ? found.event : undefined;
  }
}
