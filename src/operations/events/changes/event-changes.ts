import { Injectable } from '@nestjs/common';
import type { SketchedRow } from '../../../database/sketch.js';
import { snapshotOf } from '../../../stripe/snapshot.js';
import { StripeEventRegistry } from '../../../stripe/stripe-event.registry.js';
import type { StripeEvent } from '../../../stripe/stripe.types.js';
import { isThin, isThinType } from '../../../webhooks/thin-event.js';
import type { EventRow } from '../event.answers.js';
import type { ChangesAnswer } from '../story/story.answers.js';
import { changesOf, MOST_CHANGES, shownChanges, type Change } from './changes-of.js';
import { eventBefore, type Ordered } from './event-before.js';
import { LoggedEvents } from './logged-events.js';
import { noteOf } from './note-of.js';
import { ObjectHistoryRepository } from './object-history.repository.js';
import { Sketches } from './sketches.js';

/** Events of an object that are asked what they said, to find the one before. */
const MOST_ASKED = 20;

/** An event that a row can be made of. */
interface Known extends Ordered {
  readonly rows: readonly SketchedRow[];
}

interface Before {
  readonly event: Known | undefined;
  /** There was one, and what it said is gone. */
  readonly isGone: boolean;
}

/**
 * What one event changed: what its own payload says beside what the event before it said. Nothing of it is stored; it is
 * computed by the handlers, and so by the mappers as they are today.
 */
@Injectable()
export class EventChanges {
  constructor(
    private readonly events: LoggedEvents,
    private readonly registry: StripeEventRegistry,
    private readonly sketches: Sketches,
    private readonly history: ObjectHistoryRepository,
  ) {}

  async of(row: EventRow): Promise<ChangesAnswer> {
    if (isThinType(row.type)) return none('read_from_stripe', row);
    if (row.verdict?.startsWith('ignored: wrong_mode') === true) return none('not_handled', row);
    const event = await this.events.read(row.id);
    if (!event) return none('payload_gone', row);
    if (isThin(event)) return none('read_from_stripe', row);
    const sketched = await this.sketches.sketch(event);
    if (!sketched.rows) return none(sketched.state, row);
    const [main] = sketched.rows;
    if (!main || row.object === null) return none('no_row', row);
    const before = await this.before(row, knownOf(row, event, sketched.rows));
    const state = before.event ? 'computed' : before.isGone ? 'before_unknown' : 'first';
    const changes = sketched.rows.flatMap((after) => changesOf(sameIn(before.event?.rows, after), after));
    return {
      state,
      note: noteOf(state, row, sketched.isPartial),
      isShown: await this.isShown(row, main),
      comparedWith: before.event?.id ?? null,
      ...shown(changes),
    };
  }

  private async before(row: EventRow, known: Known): Promise<Before> {
    const owned = (await this.history.before(row)).filter(({ type }) => this.registry.ownerOf(type));
    const second = owned.find(({ createdAt }) => createdAt < row.createdAt)?.createdAt.getTime();
    const asked = owned.filter(
      ({ createdAt }) => createdAt.getTime() === row.createdAt.getTime() || createdAt.getTime() === second,
    );
    const others: Known[] = [];
    let isGone = false;
    for (const other of asked.slice(0, MOST_ASKED)) {
      const event = await this.events.read(other.id);
      const sketched = event && (await this.sketches.sketch(event));
      if (event && sketched?.rows) others.push(knownOf(other, event, sketched.rows));
      else isGone ||= event === null;
    }
    return { event: eventBefore(known, others), isGone };
  }

  private async isShown({ id }: EventRow, { table, object }: SketchedRow): Promise<boolean | null> {
    const eventId = await this.history.shownBy(table, object.account, object.id);
    return eventId === null ? null : eventId === id;
  }
}

function knownOf({ logId, createdAt }: EventRow, event: StripeEvent, rows: readonly SketchedRow[]): Known {
  const { eventId: id, type, object, previous } = snapshotOf(event);
  return { id, type, object: object ?? {}, previous, row: rows, rows, logId, created: createdAt.getTime() };
}

/** The same row in another state; null when that says nothing of it. */
const sameIn = (rows: readonly SketchedRow[] | undefined, { table, object }: SketchedRow): SketchedRow | null =>
  rows?.find((row) => row.table === table && row.object.id === object.id) ?? null;

const shown = (changes: readonly Change[]): Pick<ChangesAnswer, 'data' | 'isCut'> => ({
  data: shownChanges(changes),
  isCut: changes.length > MOST_CHANGES,
});

const none = (state: ChangesAnswer['state'], row: EventRow): ChangesAnswer => ({
  state,
  note: noteOf(state, row, false),
  isShown: null,
  comparedWith: null,
  data: [],
  isCut: false,
});
