import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { EntityManager } from 'typeorm';
import { describeError } from '../common/describe-error.js';
import { inTime } from '../common/in-time.js';
import { ENV, livemodeOf, type Env } from '../config/env.js';
import { heldBy } from '../database/held.js';
import { lastSignOf } from '../database/in-transaction.js';
import { payloadCipherOf } from '../database/payload-cipher.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { isUnknownAccount } from '../stripe/account-of.js';
import { StripeEventRegistry, type AfterCommitHandler } from '../stripe/stripe-event.registry.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import { APPLIED, type Verdict } from '../stripe/verdict.js';
import { AFTER_COMMIT_TOPIC } from './after-commit.js';
import { afterCommitKey } from './after-commit-key.js';
import { DueEventsRepository, type ClaimedEvent } from './due-events.repository.js';
import { inHandler } from './job-spans.js';
import { RecentEvents } from './recent-events.js';
import { Rereads } from './rereads.js';

/**
 * Milliseconds a handler may take while its transaction asks the database for nothing; it has no business elsewhere. A
 * handler that hangs takes its batch along once, and then runs alone.
 */
const HANDLER_TIMEOUT = 5_000;
/** Bytes of bodies that a batch reads from the log; parsed, they take about four times as much. */
const ROOM = 8_388_608;

/** Brings one event to its handler, and what should follow it into the outbox. */
@Injectable()
export class EventHandling {
  private readonly livemode: boolean | undefined;

  constructor(
    @Inject(ENV) env: Env,
    private readonly due: DueEventsRepository,
    private readonly recent: RecentEvents,
    private readonly registry: StripeEventRegistry,
    private readonly rereads: Rereads,
    private readonly outbox: OutboxRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(EventHandling.name);
    this.livemode = livemodeOf(env);
  }

  /**
   * Takes the events into the transaction: from this process's memory, or else their bytes from the log.
   *
   * @returns those that there was room for; the others are as if nobody had claimed them.
   */
  async hold<E extends ClaimedEvent>(claimed: readonly E[], tx: EntityManager): Promise<E[]> {
    const missing = new Map<string, string>();
    for (const { id, logId } of claimed) {
      const event = this.recent.take(id);
      if (event) heldBy(tx).hold(id, event);
      else missing.set(logId, id);
    }
    if (missing.size === 0) return [...claimed];
    const cipher = payloadCipherOf(tx.dataSource);
    for (const { logId, keyId, body } of await this.due.bodies(tx, [...missing.keys()], ROOM)) {
      const id = missing.get(logId) ?? '';
      if (body) heldBy(tx).hold(id, cipher.tryOpen(id, { keyId, body }));
      missing.delete(logId);
    }
    return claimed.filter(({ logId }) => !missing.has(logId));
  }

  /** @throws whatever the handler throws; the caller rolls back. */
  async handle(claimed: ClaimedEvent, tx: EntityManager): Promise<Verdict> {
    if (this.livemode !== undefined && claimed.livemode !== this.livemode) return ignored('wrong_mode');
    if (isUnknownAccount(claimed.account)) return ignored('unknown_account');
    const held = heldBy(tx).event(claimed.id);
    if (held && claimed.account === '') delete held.account; // it may name the own account, whose rows have none
    const event = held ? this.rereads.resolve(claimed, held, tx) : this.rereads.resolveGone(claimed, tx);
    if ('verdict' in event) return event;

    const owner = this.registry.ownerOf(event.type);
    const followers = this.registry.followersOf(event.type);
    // A handler in JavaScript may forget to answer.
    const verdict = owner
      ? ((await inHandler(claimed, owner.name, () =>
          inTime(owner.handle(event, tx), HANDLER_TIMEOUT, owner.name, () => lastSignOf(tx)),
        )) ?? APPLIED)
      : null;
    for (const follower of followers) {
      const key = afterCommitKey(follower, claimed.account, event, (error) => this.complainOf(follower, event, error));
      await this.outbox.add(tx, AFTER_COMMIT_TOPIC, key, { handler: follower.name, eventId: claimed.id });
    }
    return verdict ?? (followers.length > 0 ? APPLIED : ignored('no_handler'));
  }

  private complainOf({ name }: AfterCommitHandler, { id }: StripeEvent, error: unknown): void {
    const line = { handler: name, event: id, ...(error === undefined ? {} : { reason: describeError(error) }) };
    const what = error === undefined ? 'is no text' : 'throws';
    this.logger.error(line, `the key of an after-commit handler ${what}`);
  }
}

const ignored = (reason: 'no_handler' | 'wrong_mode' | 'unknown_account'): Verdict => ({ verdict: 'ignored', reason });
