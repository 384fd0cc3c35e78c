import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction } from '../../database/in-transaction.js';
import { operatorLanesOf } from '../operator-lanes.js';
import type { AuditEntryAnswer } from './audit.answers.js';
import { OBJECT_TYPES } from './object-types.sql.js';

/** Entries that one page looks at, of those that an index finds: a page may end before it is full. */
const PORTION = 20_000;

/** Which entries, and after which. */
export interface AuditSearch {
  readonly account: string | undefined;
  readonly actor?: string | undefined;
  /** A `LIKE` pattern. */
  readonly action: string | undefined;
  readonly object?: string | undefined;
  /** Of {@link account}, '' without one. */
  readonly tenant: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Id of the entry that the page before ended with. */
  readonly after: string | undefined;
  readonly limit: number;
}

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actorKind: AuditEntryAnswer['actor']['kind'];
  readonly actorId: string;
  readonly account: string;
  readonly tenant: string | null;
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly outcome: AuditEntryAnswer['outcome'];
  readonly requestEntry: string | null;
  readonly requestId: string | null;
}

export interface AuditPortion {
  readonly rows: readonly AuditRow[];
  /** Where the look ended before the page was full; null: there is nothing more. */
  readonly lookedTo: string | null;
}

/**
 * The ids around a moment, without an index on the time: ids grow with it, but for transactions under way, which a minute
 * makes up for. Halves what is left until a thousand ids are, each time with one look at the primary key.
 */
const ID_BEFORE = `
  WITH RECURSIVE search (low, high) AS (
    SELECT 0::bigint, coalesce((SELECT max(id) FROM audit_log), 0)
     UNION ALL
    SELECT CASE WHEN is_before THEN s.middle ELSE s.low END, CASE WHEN is_before THEN s.high ELSE s.middle END
      FROM (SELECT low, high, (low + high) / 2 AS middle FROM search WHERE high - low > 1000) AS s,
           LATERAL (SELECT at < $1::timestamptz AS is_before FROM audit_log WHERE id >= s.middle ORDER BY id LIMIT 1) AS e
  )
  SELECT low, high FROM search ORDER BY high - low LIMIT 1`;

/** What an index finds, the newest first, and of so many those that are meant. */
const PAGE = `
  WITH portion AS MATERIALIZED (
    SELECT * FROM audit_log
     WHERE id < $1::bigint AND id >= $2::bigint
       AND ($3::text IS NULL OR account = $3)
       AND ($4::text IS NULL OR actor_id = $4 AND actor_kind = ANY ('{user,key,system}'))
       AND ($5::text IS NULL OR object_id = $5 AND object_type = ANY (ARRAY(${OBJECT_TYPES})))
       AND ($6::text IS NULL OR tenant_id = $6)
     ORDER BY id DESC LIMIT ${PORTION}
  ), meant AS (
    SELECT * FROM portion
     WHERE ($7::text IS NULL OR action LIKE $7) AND ($8::timestamptz IS NULL OR at >= $8)
       AND ($9::timestamptz IS NULL OR at < $9)
     ORDER BY id DESC LIMIT $10
  )
  SELECT (SELECT coalesce(jsonb_agg(id::text ORDER BY id DESC), '[]') FROM meant) AS ids,
         CASE WHEN (SELECT count(*) FROM portion) = ${PORTION} THEN (SELECT min(id)::text FROM portion) END AS "lookedTo"`;

const ROWS = `
  SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", account, tenant_id AS tenant, action,
         object_type AS "objectType", object_id AS "objectId", before, after, outcome, request_row AS "requestEntry",
         request_id AS "requestId"
    FROM audit_log WHERE id = ANY ($1::bigint[]) ORDER BY audit_log.id DESC`;

/** Above all ids. */
const END = '9223372036854775807';

/** All SQL that shows the audit log. Every statement has two seconds at most. */
@Injectable()
export class AuditViewRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws {OverloadedError} when too many others read. */
  portion(search: AuditSearch): Promise<AuditPortion> {
    return operatorLanesOf(this.dataSource).reads.run(() =>
      inTransaction(this.dataSource, (tx) => this.portionIn(tx, search)),
    );
  }

  private async portionIn(tx: EntityManager, search: AuditSearch): Promise<AuditPortion> {
    await tx.query(`SELECT set_config('statement_timeout', '2s', true)`);
    const [before, from] = [await this.upTo(tx, search), await this.since(tx, search.from)];
    const { account, actor, object, tenant, action, limit } = search;
    const conditions = [account, actor, object, tenant, action, search.from, search.to].map((value) => value ?? null);
    const [found]: { ids: string[]; lookedTo: string | null }[] = await tx.query(PAGE, [
      before,
      from,
      ...conditions,
      limit,
    ]);
    const rows: AuditRow[] = await tx.query(ROWS, [found?.ids ?? []]);
    return { rows, lookedTo: found?.lookedTo ?? null };
  }

  /** The id before which all is that may be meant. */
  private async upTo(tx: EntityManager, { after, to }: AuditSearch): Promise<string> {
    if (after !== undefined || to === undefined) return after ?? END;
    const [found]: { high: string }[] = await tx.query(ID_BEFORE, [new Date(to.getTime() + 60_000)]);
    return String(BigInt(found?.high ?? 0) + 1n);
  }

  private async since(tx: EntityManager, from: Date | undefined): Promise<string> {
    if (from === undefined) return '0';
    const [found]: { low: string }[] = await tx.query(ID_BEFORE, [new Date(from.getTime() - 60_000)]);
    return found?.low ?? '0';
  }
}
