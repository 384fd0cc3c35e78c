import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PayloadUnreadableError } from '../../common/payload.errors.js';
import { inTransaction } from '../../database/in-transaction.js';
import { PayloadCipher } from '../../database/payload-cipher.js';

/** Payloads of one transaction; of a window of ids, so that no statement looks at many rows. */
const BATCH = 100;
const WINDOW = 5_000;

interface Payload {
  readonly logId: string;
  readonly receivedAt: string;
  readonly eventId: string;
  readonly keyId: string | null;
  readonly body: Buffer;
}

const OTHERS = `
  SELECT p.event_log_id AS "logId", p.received_at::text AS "receivedAt", l.stripe_event_id AS "eventId",
         p.key_id AS "keyId", p.body
    FROM stripe_event_payload p JOIN stripe_event_log l ON l.id = p.event_log_id
   WHERE p.event_log_id > $1 AND p.event_log_id <= $2 AND p.key_id IS DISTINCT FROM $3
   ORDER BY p.event_log_id LIMIT ${BATCH} FOR UPDATE OF p`;

const REPLACE = `
  UPDATE stripe_event_payload p SET key_id = $3, body = sealed.body
    FROM unnest($1::bigint[], $2::timestamptz[], $4::bytea[]) AS sealed (id, received_at, body)
   WHERE p.event_log_id = sealed.id AND p.received_at = sealed.received_at`;

/** Encrypts with the first key what is stored without it: what came before there were keys, or with an older one. */
@Injectable()
export class PayloadRotation {
  /** Of the key with which the last look found nothing to do: until there is another one, none is worth its while. */
  private settledKeyId: string | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly cipher: PayloadCipher,
  ) {}

  /**
   * Online, in small transactions. What cannot be read is left as it is.
   *
   * @returns how many payloads were encrypted anew. @throws the signal's reason.
   */
  async run(signal: AbortSignal): Promise<number> {
    const keyId = this.cipher.writingKeyId;
    if (keyId === null || keyId === this.settledKeyId) return 0;
    const [bounds]: { first: string | null; last: string | null }[] = await this.dataSource.query(
      'SELECT min(event_log_id) AS first, max(event_log_id) AS last FROM stripe_event_payload',
    );
    let written = 0;
    const last = BigInt(bounds?.last ?? 0);
    for (let from = BigInt(bounds?.first ?? 1) - 1n; from < last;) {
      signal.throwIfAborted();
      const to = from + BigInt(WINDOW);
      const found = await inTransaction(this.dataSource, (tx) => this.replace(tx, from, to, keyId));
      written += found.written;
      from = found.last === null ? to : BigInt(found.last);
    }
    if (written === 0) this.settledKeyId = keyId; // processes that are older than the key may still have written
    return written;
  }

  private async replace(tx: EntityManager, from: bigint, to: bigint, keyId: string) {
    const payloads: Payload[] = await tx.query(OTHERS, [String(from), String(to), keyId]);
    const sealed = payloads.flatMap((payload) => {
      const plain = this.cipher.tryOpen(payload.eventId, payload);
      if (plain instanceof PayloadUnreadableError) return [];
      return [{ ...payload, body: this.cipher.seal(payload.eventId, plain).body }];
    });
    if (sealed.length > 0) {
      await tx.query(REPLACE, [
        sealed.map(({ logId }) => logId),
        sealed.map(({ receivedAt }) => receivedAt),
        keyId,
        sealed.map(({ body }) => body),
      ]);
    }
    const isLast = payloads.length < BATCH;
    return { written: sealed.length, last: isLast ? null : (payloads.at(-1)?.logId ?? null) };
  }
}
