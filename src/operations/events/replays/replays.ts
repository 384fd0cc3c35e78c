import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../../audit/audit-log.js';
import { pageOf, type Cursor, type Page } from '../../../common/cursor.js';
import { PayloadGoneError } from '../../../common/payload.errors.js';
import { NotFoundError } from '../../../common/request.errors.js';
import { inTransaction } from '../../../database/in-transaction.js';
import type { Reach } from '../../operator.js';
import { NothingToReplayError, SearchTooWideError, TooManyReplaysError } from '../event.errors.js';
import type { Selection } from '../event.requests.js';
import type { AskedBy } from '../payload/event-payloads.js';
import { inBounds } from '../search/reading.js';
import { WantedEvents } from '../search/wanted-events.js';
import { meant, requireLookedAt } from '../selected.js';
import { LostPayloads } from './lost-payloads.js';
import { MOST_EVENTS, showReplay, type ReplayAccepted, type ReplayAnswer } from './replay.answers.js';
import { ReplayRepository } from './replay.repository.js';
import { ReplaySchedule } from './replay.schedule.js';
import { SelectedEventsRepository } from './selected-events.repository.js';

interface AskedReplay extends AskedBy {
  readonly ratePerSecond: number;
}

/** Replays under way at once: of the platform, and of each connected account. */
const MOST_RUNNING = 20;
const MOST_RUNNING_OF_ACCOUNT = 5;

/** Events that operators let run again. The log rows say what is left to do, so nothing of it is lost with a process. */
@Injectable()
export class Replays {
  constructor(
    private readonly replays: ReplayRepository,
    private readonly selected: SelectedEventsRepository,
    private readonly wantedEvents: WantedEvents,
    private readonly lost: LostPayloads,
    private readonly schedule: ReplaySchedule,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Notes which events are to run again; the step that makes them due begins within two seconds.
   *
   * @throws {NothingToReplayError} @throws {PayloadGoneError} when all of the named events are past replaying.
   * @throws {SelectionChangedError} when more match than were previewed.
   * @throws {SearchTooWideError} @throws {BoundToAnotherError} @throws {TooManyReplaysError}
   */
  async start(selection: Selection, reach: Reach, asked: AskedReplay): Promise<ReplayAccepted> {
    const taking = inTransaction(this.dataSource, (tx) => this.take(tx, selection, reach, asked));
    const accepted = await inBounds(taking);
    this.schedule.look();
    return accepted;
  }

  /**
   * Lets no further event of it run again; what was made due stays so. One that has ended stays as it is.
   *
   * @throws {NotFoundError}
   */
  async stop(id: string, reach: Reach, { caller, reason }: AskedBy): Promise<ReplayAnswer> {
    await inTransaction(this.dataSource, async (tx) => {
      const skipped = await this.replays.stop(tx, id, reach);
      if (skipped === undefined) return;
      await this.audit.write(tx, {
        caller,
        action: 'event.replay_stop',
        object: { type: 'event_replay', id },
        before: { status: 'running' },
        after: { status: 'stopped', reason, skipped },
      });
    });
    return this.one(id, reach);
  }

  async list(
    reach: Reach,
    { limit, cursor }: { limit: number; cursor?: Cursor | undefined },
  ): Promise<Page<ReplayAnswer>> {
    return pageOf(await this.replays.page(reach, limit, cursor), limit, showReplay);
  }

  /** @throws {NotFoundError} */
  async one(id: string, reach: Reach): Promise<ReplayAnswer> {
    const found = await this.replays.find(id, reach);
    if (!found) throw new NotFoundError();
    return showReplay(found);
  }

  private async take(
    tx: EntityManager,
    selection: Selection,
    reach: Reach,
    { caller, reason, ratePerSecond }: AskedReplay,
  ): Promise<ReplayAccepted> {
    const most = reach === undefined ? MOST_RUNNING : MOST_RUNNING_OF_ACCOUNT;
    if ((await this.replays.running(tx, reach)) >= most) throw new TooManyReplaysError(most);
    const wanted = await this.wantedEvents.ofSelection(tx, selection, reach);
    const id = `rpl_${randomBytes(16).toString('hex')}`;
    const replay = { id, reach, reason, ratePerSecond, requestedBy: caller.id };
    const bounds = { upTo: selection.previewed?.upTo, most: MOST_EVENTS + 1 };
    const events = await this.replays.take(tx, replay, wanted, bounds);
    if (events === 0) throw new NothingToReplayError();
    requireLookedAt(selection, events);
    if (events > MOST_EVENTS) throw new SearchTooWideError();
    const later = await this.selected.later(tx, 'replay', wanted, bounds);
    if (selection.ids) await this.refuseLost(tx, id);
    await this.audit.write(tx, {
      caller,
      action: 'event.replay',
      object: { type: 'event_replay', id },
      before: null,
      after: {
        reason,
        events,
        ratePerSecond,
        ...meant(selection),
        ...(selection.ids ? { ids: selection.ids.slice(0, 100) } : {}),
      },
    });
    return { id, events, skipped: Math.max(0, (selection.ids?.length ?? events) - events), later };
  }

  /** Of a set some may be: the step says which. */
  private async refuseLost(tx: EntityManager, id: string): Promise<void> {
    const taken = await this.selected.taken(tx, id);
    if (taken.every((event) => !event.hasPayload && !this.lost.canRun(event))) {
      throw new PayloadGoneError('no object of these events can be read from Stripe');
    }
  }
}
