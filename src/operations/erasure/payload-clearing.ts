import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PayloadCipher } from '../../database/payload-cipher.js';
import { PayloadUnreadableError } from '../../common/payload.errors.js';
import { belongingsOf } from '../../stripe/belongings.js';
import { keptObject } from '../../stripe/kept-objects.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import { objectOfGone, type LoggedFacts } from '../../webhooks/gone-event.js';
import { reducedBody } from '../../webhooks/reduced-body.js';
import type { Belongings } from './erased-customer.js';

/** An event of the log with what is stored of it. */
export interface StoredEvent extends LoggedFacts {
  readonly logId: string;
  readonly receivedAt: string;
  readonly keyId: string | null;
  readonly body: Buffer | null;
}

/** What is done with the bytes of an event: nothing when they are clear already; null: they go. */
type Replacement = { readonly keyId: string | null; readonly body: Buffer } | null | 'nothing';

/** Takes what is personal out of stored payloads, and out of what was noted of failed attempts. */
@Injectable()
export class PayloadClearing {
  constructor(private readonly cipher: PayloadCipher) {}

  /** @param found is given what comes to light as the customer's by an event alone: a payment method that is detached. */
  async clear(
    tx: EntityManager,
    events: readonly StoredEvent[],
    belongings: Belongings,
    found: (kind: string, id: string) => void = () => undefined,
  ): Promise<number> {
    const ours = events.flatMap((event) => {
      const replacement = this.judge(event, belongings, found);
      return replacement === undefined ? [] : [{ event, replacement }];
    });
    if (ours.length === 0) return 0;
    await this.forgetErrors(
      tx,
      ours.map(({ event }) => event.logId),
    );
    let changed = 0;
    for (const { event, replacement } of ours) {
      if (replacement === 'nothing') continue;
      const key = [event.logId, event.receivedAt];
      if (replacement === null) {
        await tx.query(
          `DELETE FROM stripe_event_payload WHERE event_log_id = $1 AND received_at = $2::timestamptz`,
          key,
        );
      } else {
        await tx.query(
          `UPDATE stripe_event_payload SET key_id = $3, body = $4 WHERE event_log_id = $1 AND received_at = $2::timestamptz`,
          [...key, replacement.keyId, replacement.body],
        );
      }
      changed += 1;
    }
    return changed;
  }

  /** Undefined for an event that is not the customer's. Of what cannot be read the log tells whose it is. */
  private judge(
    event: StoredEvent,
    belongings: Belongings,
    found: (kind: string, id: string) => void,
  ): Replacement | undefined {
    const plain = event.body && this.cipher.tryOpen(event.id, { keyId: event.keyId, body: event.body });
    if (plain === null || plain instanceof PayloadUnreadableError) {
      if (!isAbout(event, belongings)) return undefined;
      return plain === null ? 'nothing' : null;
    }
    const parsed: StripeEvent = JSON.parse(plain.toString('utf8'));
    if (!belongingsOf(parsed).some(({ kind, id }) => belongings.get(kind)?.has(id))) return undefined;
    const own = ownOf(event);
    if (own && !belongings.get(own.kind)?.has(own.id)) found(own.kind, own.id);
    const reduced = reducedBody(parsed);
    if (reduced?.equals(plain)) return 'nothing';
    return reduced && this.cipher.seal(event.id, reduced);
  }

  private async forgetErrors(tx: EntityManager, logIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE stripe_event_log SET last_error = 'erased' WHERE id = ANY($1::bigint[]) AND last_error <> 'erased'`,
      [logIds],
    );
    await tx.query(
      `UPDATE stripe_event_attempts SET error = 'erased' WHERE event_log_id = ANY($1::bigint[]) AND error <> 'erased'`,
      [logIds],
    );
  }
}

/** What the log says that an event is about. */
function ownOf(event: StoredEvent): { kind: string; id: string } | null {
  const ref = objectOfGone(event);
  const kind = ref && keptObject(ref.type)?.table;
  return kind ? { kind, id: ref.id } : null;
}

function isAbout(event: StoredEvent, belongings: Belongings): boolean {
  const own = ownOf(event);
  return own !== null && (belongings.get(own.kind)?.has(own.id) ?? false);
}
