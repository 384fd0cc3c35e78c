import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PayloadCipher } from '../database/payload-cipher.js';
import { belongingsOf, type NamedByEvent } from '../stripe/belongings.js';
import { insertEventsSql, roomFor, type InsertKind } from './insert-events.sql.js';
import type { ReceivedEvent } from './received-event.js';
import { reducedBody } from './reduced-body.js';
import type { EventSource } from './stripe-event-log.entity.js';

/** The ids that were not there before. */
export class FreshEvents extends Set<string> {
  /** @param reduced those of erased customers, of which less is stored than came. */
  constructor(
    ids: Iterable<string>,
    readonly reduced: ReadonlySet<string>,
  ) {
    super(ids);
  }
}

interface Inserted {
  readonly fresh: readonly string[];
  /** Null instead of an id: somebody is erased. */
  readonly refused: readonly (string | null)[];
}

/** The only way into the event log. */
@Injectable()
export class EventInsertRepository {
  /** Never again false: an erasure is for good. Until then nobody asks what an event names. */
  private someErased = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly cipher: PayloadCipher,
  ) {}

  /**
   * Inserts events with their payloads in one statement, hence one commit. The ids must differ and be sorted: two
   * statements that insert overlapping sets in different orders deadlock. Those of erased customers follow in another
   * one; who is erased each statement sees for itself.
   */
  async insert(events: readonly ReceivedEvent[], source: EventSource): Promise<FreshEvents> {
    if (!this.someErased) {
      const { fresh, refused } = await this.insertThese(events, source, 'all');
      if (refused.length === 0) return new FreshEvents(fresh, new Set());
      this.someErased = true;
    }
    const { fresh, refused } = await this.insertThese(events, source, 'others');
    if (refused.length === 0) return new FreshEvents(fresh, new Set());
    const ofErased = events.filter(({ id }) => refused.includes(id));
    const reduced = await this.insertThese(ofErased, source, 'reduced');
    return new FreshEvents([...fresh, ...reduced.fresh], new Set(reduced.fresh));
  }

  private async insertThese(
    events: readonly ReceivedEvent[],
    source: EventSource,
    of: InsertKind['of'],
  ): Promise<Inserted> {
    const keyId = this.cipher.writingKeyId;
    const traced = events.some(({ traceparent }) => traceparent !== undefined);
    const rows = events.map((event): unknown[] => [
      event.id,
      event.type,
      event.apiVersion,
      event.account,
      event.livemode,
      event.objectKey,
      source,
      new Date(event.created * 1000),
      this.stored(event.id, of === 'reduced' ? reducedBody(event.parsed) : event.body),
      ...(traced ? [event.traceparent ?? null] : []),
      ...(of === 'others' ? columnsOf(belongingsOf(event.parsed)) : []),
    ]);
    const room = roomFor(events.length);
    const nobody = (rows[0] ?? []).map(() => null);
    const parameters = [...rows, ...Array.from({ length: room - rows.length }, () => nobody)].flat();
    const answers: { id: string | null; refused: boolean }[] = await this.dataSource.query(
      insertEventsSql(room, { traced, sealed: keyId !== null, of }),
      keyId === null ? parameters : [...parameters, keyId],
    );
    return {
      fresh: answers.flatMap(({ id, refused }) => (refused || id === null ? [] : [id])),
      refused: answers.flatMap(({ id, refused }) => (refused ? [id] : [])),
    };
  }

  private stored(eventId: string, body: Buffer | null): Buffer | null {
    return body && this.cipher.seal(eventId, body).body;
  }
}

const columnsOf = (named: readonly NamedByEvent[]): [string[], string[]] => [
  named.map(({ kind }) => kind),
  named.map(({ id }) => id),
];
