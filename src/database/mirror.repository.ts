import type { EntityManager } from 'typeorm';
import { ShapeError } from '../common/errors.js';
import { isTooDeep } from '../stripe/depth.js';
import { NeedsReread, type ObjectRef } from '../stripe/needs-reread.js';
import { objectKey } from '../stripe/object-key.js';
import { snapshotOf, type Snapshot } from '../stripe/snapshot.js';
import type { StripeEvent, StripeObject } from '../stripe/stripe.types.js';
import { leavesTombstone } from '../stripe/tombstone.js';
import { APPLIED, STORED, type Verdict } from '../stripe/verdict.js';
import { contextOf, NO_EVENT, type Cause, type ObjectRead } from './event-context.js';
import { heldBy } from './held.js';
import { latestOfSecond, type Latest } from './latest-of-second.js';
import type { Mapper, MirrorOptions } from './mirror.options.js';
import { MirrorTable, type Mark } from './mirror.table.js';
import { isOwnEvent, sightingsSince, type LoggedEvent } from './object-events.js';
import { isDiscreet, PersonalRows } from './personal-rows.js';

/**
 * The one ordered write of mirrored rows. Handlers know nothing of order: whatever arrives in whatever sequence, the
 * row is a function of the set of events received (docs/ordering.md).
 */
export abstract class MirrorRepository<Columns extends object> {
  private readonly table: MirrorTable<Columns>;
  private readonly personal: PersonalRows<Columns>;
  private readonly latestKnown = new WeakMap<readonly LoggedEvent[], Latest<Columns>>();
  /** Apart from the former: here nothing is read from Stripe when a payload is gone. */
  private readonly latestSighted = new WeakMap<readonly LoggedEvent[], Latest<Columns>>();

  protected constructor(private readonly options: MirrorOptions<Columns>) {
    const { entity, owned = {}, touches, volatile = [] } = options;
    this.personal = new PersonalRows(entity, owned);
    this.table = new MirrorTable(entity, owned, touches === 'id' ? undefined : touches, volatile);
  }

  /**
   * @throws {NeedsReread} when only Stripe can tell which of several states is the last.
   * @throws {ShapeError} when the mapper does not understand the snapshot.
   */
  async apply(tx: EntityManager, event: StripeEvent, toRow: Mapper<Columns>): Promise<Verdict> {
    const snapshot = snapshotOf(event);
    const id = objectKey(snapshot);
    if (snapshot.object === null || id === null) return STORED;
    const ref = { account: snapshot.account, id, type: String(snapshot.object['object']) };
    if (contextOf(tx).sketch) return this.sketch(tx, ref, snapshot, toRow);
    return heldBy(tx).inTurn(this.table.rowOf(tx, ref), () => this.applyInTurn(tx, ref, snapshot, toRow));
  }

  /** Takes down what the snapshot says, and asks the database for nothing. */
  private async sketch(
    tx: EntityManager,
    { account, id }: ObjectRef,
    snapshot: Snapshot,
    toRow: Mapper<Columns>,
  ): Promise<Verdict> {
    contextOf(tx).sketch?.rows.push(this.table.sketch(tx, { account, id }, this.columnsOf(snapshot, toRow)));
    for (const embedded of this.options.embedded ?? []) {
      for (const object of embedded.objects(snapshot.object ?? {})) {
        await embedded.repository.applyEmbedded(tx, snapshot, object, embedded.toRow, () => Promise.resolve(true));
      }
    }
    return STORED;
  }

  private async applyInTurn(
    tx: EntityManager,
    ref: ObjectRef,
    snapshot: Snapshot,
    toWholeRow: Mapper<Columns>,
  ): Promise<Verdict> {
    const read = contextOf(tx).readOf(ref);
    const mayRead = contextOf(tx).canRead && !read;
    const toRow = await this.personal.discreet(tx, ref, read?.object ?? snapshot.object, toWholeRow);
    const verdict = read?.object
      ? await this.applyRead(tx, ref, snapshot, read.object, read, toRow)
      : await this.applySnapshot(tx, ref, snapshot, toRow, mayRead);
    this.noteNamed(tx, ref.account, read?.object ?? snapshot.object ?? {});
    if (this.options.observed) await this.sight(tx, ref, snapshot, read, verdict, toRow);
    for (const embedded of this.options.embedded ?? []) {
      const isLatest = async () => (await this.latest(tx, ref, snapshot, toRow, mayRead)).shownBy.has(snapshot.eventId);
      for (const object of embedded.objects(snapshot.object ?? {})) {
        await embedded.repository.applyEmbedded(tx, snapshot, object, embedded.toRow, isLatest);
      }
    }
    return verdict;
  }

  /**
   * Applies an object that a parent's snapshot embeds, with the parent's mark: an event of the object's own in the same
   * second is surer, and of two parents in one second the later one counts.
   */
  async applyEmbedded(
    tx: EntityManager,
    parent: Snapshot,
    object: StripeObject,
    toRow: Mapper<Columns>,
    parentIsLatest: () => Promise<boolean>,
  ): Promise<void> {
    const id = objectKey({ type: parent.type, object });
    if (id === null) return;
    const ref = { account: parent.account, id };
    const mark = { at: parent.created, eventId: parent.eventId };
    const { sketch } = contextOf(tx);
    if (sketch) {
      sketch.rows.push(this.table.sketch(tx, ref, toRow(object)));
      return;
    }
    this.noteNamed(tx, ref.account, object);
    await heldBy(tx).inTurn(this.table.rowOf(tx, ref), async () => {
      const columns = (await this.personal.discreet(tx, ref, object, toRow))(object);
      if (await this.write(tx, ref, columns, mark, 'ifNewer')) return;
      const stored = await this.table.lock(tx, ref);
      if (!stored?.eventId || stored.at.getTime() !== mark.at.getTime()) return;
      if (stored.eventId === mark.eventId || (await isOwnEvent(tx, ref, stored.eventId))) return;
      if (await parentIsLatest()) await this.write(tx, ref, columns, mark, 'always');
    });
  }

  /** A row without what is personal in it. */
  withoutPersonal(tx: EntityManager, row: Columns): Columns {
    return this.personal.without(tx, row);
  }

  private async applySnapshot(
    tx: EntityManager,
    ref: ObjectRef,
    snapshot: Snapshot,
    toRow: Mapper<Columns>,
    mayRead: boolean,
  ): Promise<Verdict> {
    const mark = { at: snapshot.created, eventId: snapshot.eventId };
    if (await this.write(tx, ref, this.columnsOf(snapshot, toRow), mark, 'ifNewer')) return APPLIED;
    const stored = await this.table.lock(tx, ref);
    if (!stored || stored.at > mark.at) return { verdict: 'superseded', by: stored?.eventId ?? null };

    if (stored.eventId === null && mayRead) throw new NeedsReread(ref);
    const latest = await this.latest(tx, ref, snapshot, toRow, mayRead);
    if (!latest.decided && mayRead) throw new NeedsReread(ref);

    // A row that shows the winner already is written again in a replay of the winner only, by a newer mapper perhaps.
    const isReplay = latest.eventId === mark.eventId && !stored.isOurs;
    if (latest.eventId !== stored.eventId || isReplay) {
      await this.write(tx, ref, latest.columns, { at: mark.at, eventId: latest.eventId }, 'always');
    }
    if (!latest.decided || stored.eventId === null) return { verdict: 'ambiguous' };
    if (!latest.shownBy.has(mark.eventId)) return { verdict: 'superseded', by: latest.eventId };
    const sameFact = stored.eventId !== mark.eventId && latest.shownBy.get(stored.eventId) === snapshot.type;
    return sameFact ? { verdict: 'duplicate', of: stored.eventId } : APPLIED;
  }

  /**
   * Applies a state that was read from Stripe. Its mark is Stripe's clock when the read began, raised to the newest
   * event that the log held then: such an event is in the read, however far a test clock has run ahead. An event that
   * came later and carries a second in between may be in the read or not, so the object is read again.
   */
  private async applyRead(
    tx: EntityManager,
    ref: ObjectRef,
    snapshot: Snapshot,
    object: StripeObject,
    read: ObjectRead,
    toRow: Mapper<Columns>,
  ): Promise<Verdict> {
    const stored = await this.table.lock(tx, ref);
    const sightings = await sightingsSince(tx, { object: ref, type: snapshot.type }, read.readAt, read.startedAt);
    const known = sightings.filter(({ afterRead }) => !afterRead).map(({ created }) => created.getTime());
    const at = new Date(Math.max(read.readAt.getTime(), ...known));
    if (sightings.some(({ afterRead, created }) => afterRead && created <= at)) throw new NeedsReread(ref);
    if (stored && stored.at > at) return { verdict: 'superseded', by: stored.eventId };
    const columns = object['deleted'] === true ? null : toRow(object);
    const written = await this.write(
      tx,
      ref,
      columns,
      { at, eventId: null },
      stored ? 'always' : 'ifNewer',
      askedBy(snapshot),
    );
    if (written) return APPLIED;
    return this.applyRead(tx, ref, snapshot, object, read, toRow); // there is a row by now, and it is locked
  }

  private async write(
    tx: EntityManager,
    ref: { account: string; id: string },
    columns: Columns | null,
    mark: Mark,
    condition: 'ifNewer' | 'always',
    cause: Cause = mark,
  ): Promise<boolean> {
    const object = { account: ref.account, id: ref.id };
    const written = await this.table.write(tx, { object, columns, mark }, condition);
    if (!written) return false;
    const customers = this.options.touches === 'id' ? [ref.id] : written.customers;
    for (const id of customers) contextOf(tx).touch({ account: ref.account, id, cause });
    if (this.options.catalog) contextOf(tx).touchCatalog({ ...object, kind: this.options.catalog, cause });
    return true;
  }

  private noteNamed(tx: EntityManager, account: string, object: StripeObject): void {
    for (const named of this.options.names?.(object) ?? []) contextOf(tx).name({ account, ...named });
  }

  /** Tells those who keep the history what the object was in the second of the event, and in the read that the row shows. */
  private async sight(
    tx: EntityManager,
    ref: ObjectRef,
    snapshot: Snapshot,
    read: ObjectRead | undefined,
    verdict: Verdict,
    toRow: Mapper<Columns>,
  ): Promise<void> {
    const key = { kind: this.options.observed ?? 'subscription', account: ref.account, id: ref.id };
    const context = contextOf(tx);
    if (read?.object && verdict === APPLIED) {
      context.sight({ ...key, at: null, eventId: null, type: snapshot.type, object: read.object });
    }
    if (snapshot.eventId === NO_EVENT || snapshot.object === null) return;
    const latest = await this.latest(tx, ref, snapshot, toRow, false, this.latestSighted).catch(unmapped);
    if (!latest) return;
    const event = latest.eventId === snapshot.eventId ? null : heldBy(tx).event(latest.eventId);
    const { type, object } = event ? snapshotOf(event) : snapshot;
    if (object) context.sight({ ...key, at: snapshot.created, eventId: latest.eventId, type, object });
  }

  private latest(
    tx: EntityManager,
    ref: ObjectRef,
    snapshot: Snapshot,
    toRow: Mapper<Columns>,
    mayRead: boolean,
    known = this.latestKnown,
  ): Promise<Latest<Columns>> {
    return latestOfSecond(tx, ref, snapshot, mayRead, known, (candidate) => ({
      columns: this.columnsOf(candidate, toRow),
      volatile: this.options.volatile ?? [],
      embedded: (this.options.embedded ?? []).flatMap(({ repository, objects, toRow: toEmbeddedRow }) => {
        const image = (row: object) => (isDiscreet(toRow) ? repository.withoutPersonal(tx, row) : row);
        return objects(candidate.object ?? {}).map((object) => ({ id: object['id'], ...image(toEmbeddedRow(object)) }));
      }),
    }));
  }

  /** Null when the event tells of a deletion. */
  private columnsOf({ type, object, previous }: Snapshot, toRow: Mapper<Columns>): Columns | null {
    if (object === null) return null;
    if (isTooDeep({ object, previous })) throw new ShapeError('data', 'of a depth that Stripe has');
    return leavesTombstone(type) ? null : toRow(object);
  }
}

/** The row shows a read; the event itself says nothing that can be kept. */
function unmapped(error: unknown): null {
  if (error instanceof ShapeError) return null;
  throw error;
}

/** The event because of which an object was read, if it was one. */
const askedBy = ({ eventId, created }: Snapshot): Cause => ({
  eventId: eventId === NO_EVENT ? null : eventId,
  at: created,
});
