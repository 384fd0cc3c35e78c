import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../auth/caller.js';
import type { Cursor, PagePart } from '../../common/cursor.js';
import type { Hold, HeldAction, Intended, Met } from '../held.repository.js';

/** A refusal as its list reads it. */
export interface RefusalRow extends Cursor {
  readonly action: HeldAction;
  readonly tenant: string | null;
  readonly customer: string | null;
  readonly price: string | null;
  readonly charge: string | null;
  /** Minor units. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly holds: readonly Hold[];
  readonly callerKind: 'user' | 'key';
  readonly callerId: string;
  readonly times: number;
  readonly requestId: string | null;
  readonly lastAt: Date;
}

/** All SQL of the refusals. */
@Injectable()
export class HeldRequestRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The same request again within an hour is counted, so that whoever tries on and on fills no table: with another
   * quantity, or another part of a payment, too. The last amount is shown.
   */
  async note(caller: Caller, intended: Intended, met: readonly Met[]): Promise<void> {
    const { account, action, tenantId, customerId, priceId, chargeId } = intended;
    const amount = met[0]?.amount ?? null;
    const currency = met[0]?.currency ?? null;
    const what = [account, action, caller.kind, caller.id, tenantId, customerId, priceId, chargeId];
    const holds = JSON.stringify(
      met.map(({ id, kind }): Hold => ({ id, kind })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
    const sameness = createHash('sha256').update(JSON.stringify(what)).update(holds).digest();
    await this.dataSource.query(
      `INSERT INTO held_requests AS known
              (account, action, actor_kind, actor_id, tenant_id, customer_id, price_id, charge_id, holds, sameness,
               amount, currency, request_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (sameness, hour) DO UPDATE
          SET times = known.times + 1, amount = EXCLUDED.amount, currency = EXCLUDED.currency,
              request_id = EXCLUDED.request_id, last_at = now()`,
      [...what, holds, sameness, amount, currency, caller.requestId ?? null],
    );
  }

  /** Newest first, one more than asked for when there is more. */
  page(account: string, { limit, cursor }: PagePart): Promise<RefusalRow[]> {
    return this.dataSource.query(
      `SELECT id, created_at AS created, action, tenant_id AS tenant, customer_id AS customer, price_id AS price,
              charge_id AS charge, amount::float8 AS amount, currency, holds, actor_kind AS "callerKind",
              actor_id AS "callerId", times, request_id AS "requestId", last_at AS "lastAt"
         FROM held_requests
        WHERE account = $1 AND (created_at, id COLLATE "C") < ($2::timestamptz, $3::text COLLATE "C")
        ORDER BY created_at DESC, id COLLATE "C" DESC
        LIMIT $4`,
      [account, cursor?.created ?? 'infinity', cursor?.id ?? '', limit + 1],
    );
  }

  /** Forgets what was refused more than 90 days ago. @returns how many were deleted, up to `most`. */
  async deleteOld(most: number): Promise<number> {
    const [, deleted]: [unknown[], number] = await this.dataSource.query(
      `DELETE FROM held_requests
        WHERE id IN (SELECT id FROM held_requests WHERE created_at < now() - interval '90 days'
                      ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [most],
    );
    return deleted;
  }
}
