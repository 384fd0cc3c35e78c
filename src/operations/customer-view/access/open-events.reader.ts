import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { payloadCipherOf } from '../../../database/payload-cipher.js';
import { rowsOf } from '../one-moment.js';
import { OPEN_EVENTS } from './doubts.sql.js';
import type { OpenEvent } from './snapshot.js';

interface OpenRow extends OpenEvent {
  readonly isIts: boolean;
  readonly keyId: string | null;
  /** Encrypted; null when the database has looked itself. */
  readonly body: Buffer | null;
}

/** Events of each kind that are looked through, the newest. In an outage there are more; the backlog tells of them. */
const MOST = 500;

/** Finds the events that name a customer and are not in the rows, by what they say. */
@Injectable()
export class OpenEventsReader {
  constructor(private readonly dataSource: DataSource) {}

  /** @param objects ids of what is the customer's, itself among them. */
  async read(
    tx: EntityManager,
    account: string,
    customerId: string,
    objects: readonly string[],
  ): Promise<readonly OpenEvent[]> {
    const needle = Buffer.from(JSON.stringify(customerId));
    const rows = await rowsOf<OpenRow>(tx, OPEN_EVENTS, [account, needle, objects, MOST]);
    return rows.filter((row) => row.isIts || this.names(row, needle)).map(shown);
  }

  private names({ id, keyId, body }: OpenRow, needle: Buffer): boolean {
    if (keyId === null || body === null) return false;
    const plain = payloadCipherOf(this.dataSource).tryOpen(id, { keyId, body });
    return Buffer.isBuffer(plain) && plain.includes(needle);
  }
}

const shown = ({ id, type, status, errorClass, nextAttemptAt, receivedAt }: OpenRow): OpenEvent => ({
  id,
  type,
  status,
  errorClass,
  nextAttemptAt,
  receivedAt,
});
