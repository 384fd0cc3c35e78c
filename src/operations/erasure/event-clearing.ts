import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { portionsOf, type Belongings } from './erased-customer.js';
import { inPatientTransaction } from './patient-transaction.js';
import { PayloadClearing, type StoredEvent } from './payload-clearing.js';

/** Objects whose events are looked for at once, and events of one transaction. */
const OBJECTS = 100;
const EVENTS = 100;
/** Rows of the log that are looked at in one statement. */
const WINDOW = 5_000;

const COLUMNS = `l.id AS "logId", l.stripe_event_id AS id, l.event_type AS type, l.account, l.livemode,
                 l.object_key AS "objectKey", l.api_version AS "apiVersion", l.created_at AS "createdAt",
                 l.received_at::text AS "receivedAt", p.key_id AS "keyId", p.body`;
const PAYLOAD = 'stripe_event_payload p ON p.event_log_id = l.id AND p.received_at = l.received_at';

/** By the index of objects, after the row in $3. */
const OF_OBJECTS = `
  SELECT ${COLUMNS} FROM stripe_event_log l LEFT JOIN ${PAYLOAD}
   WHERE l.account = $1 AND l.object_key = ANY($2) AND l.id > $3
   ORDER BY l.id LIMIT ${EVENTS}`;

/**
 * Events of which nothing but what they say tells whose they are: of objects that nobody keeps, without any
 * (`invoice.upcoming`), and of payment methods, whose rows name nobody once they are detached.
 */
const OF_NO_ROW = `
  SELECT ${COLUMNS} FROM stripe_event_log l JOIN ${PAYLOAD}
   WHERE l.id > $1 AND l.id <= $2 AND l.account = $3
     AND (l.object_key IS NULL OR l.event_type LIKE 'payment\\_method.%' OR l.verdict IS NULL OR l.verdict NOT IN ('applied', 'superseded', 'duplicate', 'ambiguous'))
   ORDER BY l.id LIMIT ${EVENTS}`;

/**
 * Finds the events of a customer, and has them cleared. No row is locked before it is written: the bytes of an event
 * change by an erasure, a rotation of keys or retention only, and what is written here is right whatever came before.
 */
@Injectable()
export class EventClearing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly payloads: PayloadClearing,
  ) {}

  /** Events of the customer's objects. @returns how many payloads were changed. */
  async ofObjects(account: string, belongings: Belongings, signal: AbortSignal): Promise<number> {
    const ids = new Set([...belongings.values()].flatMap((some) => [...some]));
    let changed = 0;
    for (const portion of portionsOf(ids, OBJECTS)) {
      for (let after: string | null = '0'; after !== null;) {
        const page: Page = await this.page((tx) => tx.query(OF_OBJECTS, [account, portion, after]), belongings, signal);
        changed += page.changed;
        after = page.size < EVENTS ? null : page.last;
      }
    }
    return changed;
  }

  /**
   * Events whose rows do not tell whose they are: all such that are stored of the account are looked at.
   *
   * @param found is given objects that come to light by them.
   */
  async ofNoRow(
    account: string,
    belongings: Belongings,
    signal: AbortSignal,
    found: (kind: string, id: string) => void,
  ): Promise<number> {
    const [bounds]: { first: string | null; last: string | null }[] = await this.dataSource.query(
      `SELECT (SELECT min(event_log_id) FROM stripe_event_payload) AS first, (SELECT max(id) FROM stripe_event_log) AS last`,
    );
    if (!bounds?.first || !bounds.last) return 0;
    let changed = 0;
    const last = BigInt(bounds.last);
    for (let from = BigInt(bounds.first) - 1n; from < last;) {
      const to = from + BigInt(WINDOW);
      const window = [String(from), String(to), account];
      const page: Page = await this.page((tx) => tx.query(OF_NO_ROW, window), belongings, signal, found);
      changed += page.changed;
      from = page.size < EVENTS ? to : BigInt(page.last);
    }
    return changed;
  }

  private page(
    read: (tx: EntityManager) => Promise<StoredEvent[]>,
    belongings: Belongings,
    signal: AbortSignal,
    found?: (kind: string, id: string) => void,
  ): Promise<Page> {
    return inPatientTransaction(this.dataSource, signal, async (tx) => {
      const events = await read(tx);
      const changed = await this.payloads.clear(tx, events, belongings, found);
      return { size: events.length, last: events.at(-1)?.logId ?? '0', changed };
    });
  }
}

interface Page {
  readonly size: number;
  readonly last: string;
  readonly changed: number;
}
