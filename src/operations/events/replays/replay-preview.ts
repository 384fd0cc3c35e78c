import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { describeError } from '../../../common/describe-error.js';
import { isLostConnection } from '../../../database/lost-connection.js';
import { ENV, livemodeOf, type Env } from '../../../config/env.js';
import { isUnknownAccount } from '../../../stripe/account-of.js';
import { NeedsReread } from '../../../stripe/needs-reread.js';
import { StripeEventRegistry } from '../../../stripe/stripe-event.registry.js';
import type { StripeEvent } from '../../../stripe/stripe.types.js';
import { EventLogRepository } from '../../../webhooks/event-log.repository.js';
import { Rereads } from '../../../webhooks/rereads.js';
import { settlementOf } from '../../../webhooks/settlement.js';
import { isThin } from '../../../webhooks/thin-event.js';
import type { Reach } from '../../operator.js';
import { operatorLanesOf } from '../../operator-lanes.js';
import { MOST_CHANGES, shownChanges } from '../changes/changes-of.js';
import type { EventRow } from '../event.answers.js';
import type { Selection } from '../event.requests.js';
import { whileReading } from '../search/reading.js';
import { WantedEvents } from '../search/wanted-events.js';
import { EventRehearsal } from './event-rehearsal.js';
import { LostPayloads } from './lost-payloads.js';
import { MOST_EVENTS, MOST_PREVIEWED, type PreviewAnswer, type Previewed } from './replay.answers.js';
import { SelectedEventsRepository } from './selected-events.repository.js';

/** Milliseconds for a statement that looks for the events. */
const STATEMENT_LIMIT = 5_000;
/** Milliseconds after which no further event is tried out. */
const LIMIT = 10_000;

type Outcome = Omit<Previewed, 'event'>;

/** What a replay would do, without doing it. */
@Injectable()
export class ReplayPreview {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly selected: SelectedEventsRepository,
    private readonly wantedEvents: WantedEvents,
    private readonly log: EventLogRepository,
    private readonly registry: StripeEventRegistry,
    private readonly rereads: Rereads,
    private readonly rehearsal: EventRehearsal,
    private readonly lost: LostPayloads,
    private readonly dataSource: DataSource,
  ) {}

  /** @throws {SearchTooWideError} @throws {BoundToAnotherError} @throws {OverloadedError} while others look at theirs. */
  preview(selection: Selection, reach: Reach): Promise<PreviewAnswer> {
    return operatorLanesOf(this.dataSource).previews.run(() => this.look(selection, reach));
  }

  private async look(selection: Selection, reach: Reach): Promise<PreviewAnswer> {
    const { counted, first } = await whileReading(this.dataSource, STATEMENT_LIMIT, async (db) => {
      const wanted = await this.wantedEvents.ofSelection(db, selection, reach);
      return {
        counted: await this.selected.count(db, 'replay', wanted, MOST_EVENTS + 1),
        first: await this.selected.first(db, wanted, MOST_PREVIEWED),
      };
    });
    const end = performance.now() + LIMIT;
    const data: Previewed[] = [];
    for (const row of first) {
      if (performance.now() > end) break;
      data.push({ event: shortly(row), ...(await this.outcomeOf(row)) });
    }
    const events = Math.min(counted.events, MOST_EVENTS);
    const skipped = Math.max(0, (selection.ids?.length ?? events) - events);
    return { events, upTo: counted.upTo, isCapped: counted.events > MOST_EVENTS, skipped, data };
  }

  private async outcomeOf(row: EventRow): Promise<Outcome> {
    const livemode = livemodeOf(this.env);
    if (livemode !== undefined && row.livemode !== livemode) return plain('not_handled', 'ignored: wrong_mode');
    if (isUnknownAccount(row.account)) return plain('not_handled', 'ignored: unknown_account');
    try {
      return await this.tryOut(row);
    } catch (error) {
      if (error instanceof NeedsReread) return plain('reads_stripe', null);
      if (isLostConnection(error)) throw error; // of no event's making
      return { ...plain('fails', 'failed'), error: describeError(error) };
    }
  }

  private async tryOut(row: EventRow): Promise<Outcome> {
    const found = await this.log.find(row.id);
    if (!found?.body) return plain(found && this.lost.canRun(found) ? 'reads_stripe' : 'payload_gone', null);
    const event: StripeEvent = JSON.parse(found.body.toString('utf8'));
    if (row.account === '') delete event.account; // it may name the own account, whose rows have none
    if (isThin(event) || this.rereads.isExpected({ type: row.type, objectKey: row.object })) {
      return plain('reads_stripe', null);
    }
    const rehearsed = await this.rehearsal.rehearse(event);
    if (!rehearsed) {
      return this.registry.followersOf(event.type).length > 0
        ? plain('no_change', 'applied')
        : plain('not_handled', 'ignored: no_handler');
    }
    const { changes } = rehearsed;
    return {
      outcome: changes.length > 0 ? 'changes' : 'no_change',
      verdict: settlementOf('', rehearsed.verdict, 0).verdict,
      error: null,
      changes: shownChanges(changes),
      isCut: changes.length > MOST_CHANGES,
    };
  }
}

const plain = (outcome: Outcome['outcome'], verdict: string | null): Outcome => ({
  outcome,
  verdict,
  error: null,
  changes: [],
  isCut: false,
});

const shortly = ({ id, type, object, account, status, verdict }: EventRow): Previewed['event'] => ({
  id,
  type,
  object,
  account: account || null,
  status,
  verdict,
});
