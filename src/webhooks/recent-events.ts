import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../config/env.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import type { ReceivedEvent } from './received-event.js';

/** Bytes of the bodies of the events that are kept as they were parsed: so they take about four times as much. */
const PARSED_ROOM = 8_388_608;
/** Bytes of all bodies that are kept; the further ones as they came. */
const ROOM = 41_943_040;
/** Milliseconds after which another process has settled the event. */
const LONGEST_STAY = 60_000;

interface Kept {
  readonly event: StripeEvent | Buffer;
  readonly bytes: number;
  readonly since: number;
}

/**
 * Events that this process has just committed, for its own workers: reading an event's bytes back from PostgreSQL and
 * parsing them again costs as much as writing its row. The first ones are kept as they were parsed, the others as bytes.
 * When there is no room the newcomers stay out, for those that came first are worked off first.
 */
@Injectable()
export class RecentEvents {
  private readonly kept = new Map<string, Kept>();
  private readonly room: number;
  private bytes = 0;
  private parsedBytes = 0;

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
    const isParsed = this.parsedBytes + body.length <= PARSED_ROOM;
    this.kept.set(id, { event: isParsed ? parsed : body, bytes: body.length, since: now });
    this.bytes += body.length;
    if (isParsed) this.parsedBytes += body.length;
  }

  /** Once: a handler may have changed the event when its attempt failed. */
  take(id: string, now = performance.now()): StripeEvent | Buffer | undefined {
    const found = this.kept.get(id);
    if (!found) return undefined;
    this.kept.delete(id);
    this.bytes -= found.bytes;
    if (!Buffer.isBuffer(found.event)) this.parsedBytes -= found.bytes;
    return now - found.since < LONGEST_STAY ? found.event : undefined;
  }
}
