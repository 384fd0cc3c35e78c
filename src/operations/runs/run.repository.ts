import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Caller } from '../../auth/caller.js';
import type { Cursor } from '../../common/cursor.js';
import type { Reach } from '../operator.js';
import type { ReconcileFigures, runRequestAnswer, RunKind, VerifyFigures } from './run.answers.js';

export type RunRequest = z.output<typeof runRequestAnswer>;

/** Of its kind. */
export type Figures = VerifyFigures | ReconcileFigures;

export interface RunRow extends Cursor {
  readonly kind: RunKind;
  readonly state: 'running' | 'done' | 'failed' | 'stopped' | 'lost';
  readonly reason: string;
  readonly actorKind: 'user' | 'key' | 'system';
  readonly actorId: string;
  readonly host: string;
  readonly seenAt: Date;
  readonly finishedAt: Date | null;
  readonly request: RunRequest | null;
  readonly figures: Figures;
  readonly error: string | null;
}

interface NewRun {
  readonly kind: RunKind;
  readonly caller: Caller;
  readonly reason: string;
  readonly host: string;
  /** Null of reconcile. */
  readonly request: RunRequest | null;
  readonly figures: Figures;
}

interface RunPage {
  readonly kind?: RunKind | undefined;
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
}

/** Seconds after which a run that says nothing has died with its process: it says something every other second. */
const LOST = 60;

const COLUMNS = `id, kind, reason, actor_kind AS "actorKind", actor_id AS "actorId", host, started_at AS created,
  seen_at AS "seenAt", finished_at AS "finishedAt", request, figures, error,
  CASE WHEN state = 'running' AND seen_at < now() - interval '${LOST} seconds' THEN 'lost' ELSE state END AS state`;

/** All SQL of the runs that operators ask for. */
@Injectable()
export class RunRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Forgets runs of more than 400 days ago by the way: there are few. */
  async begin(tx: EntityManager, { kind, caller, reason, host, request, figures }: NewRun): Promise<RunRow> {
    await tx.query(`DELETE FROM operator_runs WHERE started_at < now() - interval '400 days'`);
    const [row]: RunRow[] = await tx.query(
      `INSERT INTO operator_runs (kind, account, request, reason, actor_kind, actor_id, host, figures)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
      [
        kind,
        request?.account ?? '',
        request && JSON.stringify(request),
        reason,
        caller.kind,
        caller.id,
        host,
        JSON.stringify(figures),
      ],
    );
    if (!row) throw new TypeError('an insert returns its row');
    return row;
  }

  async note(id: string, figures: Figures): Promise<void> {
    await this.dataSource.query(
      `UPDATE operator_runs SET figures = $2, seen_at = now() WHERE id = $1 AND state = 'running'`,
      [id, JSON.stringify(figures)],
    );
  }

  async end(id: string, state: 'done' | 'failed' | 'stopped', figures: Figures, error: string | null): Promise<void> {
    await this.dataSource.query(
      `UPDATE operator_runs SET state = $2, figures = $3, error = $4, seen_at = now(), finished_at = now()
        WHERE id = $1 AND state = 'running'`,
      [id, state, JSON.stringify(figures), error],
    );
  }

  /** Newest first, one more than asked for when there is more. Reconcile runs are of all accounts, and nobody's alone. */
  page(reach: Reach, { kind, limit, cursor }: RunPage): Promise<RunRow[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM operator_runs
        WHERE ($1::text IS NULL OR account = $1 AND kind = 'verify') AND ($2::text IS NULL OR kind = $2)
          AND (started_at, id COLLATE "C") < ($3::timestamptz, $4::text COLLATE "C")
        ORDER BY started_at DESC, id COLLATE "C" DESC LIMIT $5`,
      [reach ?? null, kind ?? null, cursor?.created ?? 'infinity', cursor?.id ?? '', limit + 1],
    );
  }

  async find(reach: Reach, id: string): Promise<RunRow | undefined> {
    const rows: RunRow[] = await this.dataSource.query(
      `SELECT ${COLUMNS} FROM operator_runs WHERE id = $2 AND ($1::text IS NULL OR account = $1 AND kind = 'verify')`,
      [reach ?? null, id],
    );
    return rows[0];
  }

  /** The one of this kind that goes on, anywhere. */
  async underWay(kind: RunKind): Promise<RunRow | undefined> {
    const rows: RunRow[] = await this.dataSource.query(
      `SELECT ${COLUMNS} FROM operator_runs
        WHERE kind = $1 AND state = 'running' AND seen_at > now() - interval '${LOST} seconds'
        ORDER BY started_at DESC LIMIT 1`,
      [kind],
    );
    return rows[0];
  }
}
