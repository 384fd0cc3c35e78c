import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ActorKind, AuditOutcome } from './audit-entry.entity.js';

type Fields = Readonly<Record<string, unknown>>;

/** Whom a change is laid to: who sent a request, or who typed a command. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: string;
  /** Connected account, '' for your own. */
  readonly account: string;
  /** For whom it acts; null: for none. */
  readonly tenantId: string | null;
  readonly requestId?: string;
}

/** Who did what to what. */
export interface AuditedChange {
  /** Null when nobody asked for it: a job of this backend. */
  readonly caller: Actor | null;
  /** As `refund.create`: the object, then the verb. */
  readonly action: string;
  readonly object: { readonly type: string; readonly id: string };
  /**
   * The fields that change, and no others: ids, amounts, states. Names, addresses and the like are not for this log,
   * which is kept for longer than they may be: say that they changed (`{ email: 'changed' }`).
   */
  readonly before: Fields | null;
  readonly after: Fields | null;
}

/** How far a change at Stripe has come. */
export interface CallStage {
  readonly outcome: AuditOutcome;
  readonly idempotencyKey: string;
  /** Of an outcome, the row of its request. */
  readonly requestRow: string | null;
}

const INSERT = `
  INSERT INTO audit_log (actor_kind, actor_id, account, tenant_id, action, object_type, object_id, before, after,
                         request_id, outcome, idempotency_key, request_row)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  RETURNING id`;

/** What every mutating call leaves behind, in the transaction of the change itself. */
@Injectable()
export class AuditLog {
  async write(tx: EntityManager, change: AuditedChange): Promise<void> {
    await this.insert(tx, change, null);
  }

  /** A change that Stripe makes, which no transaction of ours can hold. @returns the row's id. */
  writeStage(tx: EntityManager, change: AuditedChange, stage: CallStage): Promise<string> {
    return this.insert(tx, change, stage);
  }

  /** @returns the object of the first request that Stripe was asked under the key; null: there is none, or it had no id. */
  async requested(tx: EntityManager, idempotencyKey: string): Promise<string | null> {
    const [row]: { id: string }[] = await tx.query(
      `SELECT object_id AS id FROM audit_log
        WHERE idempotency_key = $1 AND outcome = 'requested' AND object_id <> '' ORDER BY audit_log.id LIMIT 1`,
      [idempotencyKey],
    );
    return row?.id ?? null;
  }

  private async insert(
    tx: EntityManager,
    { caller, action, object, before, after }: AuditedChange,
    stage: CallStage | null,
  ): Promise<string> {
    const [row = { id: '' }]: { id: string }[] = await tx.query(INSERT, [
      caller?.kind ?? 'system',
      caller?.id ?? 'countinghouse',
      caller?.account ?? '',
      caller?.tenantId ?? null,
      action,
      object.type,
      object.id,
      before && JSON.stringify(before),
      after && JSON.stringify(after),
      caller?.requestId ?? null,
      stage?.outcome ?? null,
      stage?.idempotencyKey ?? null,
      stage?.requestRow ?? null,
    ]);
    return row.id;
  }
}
