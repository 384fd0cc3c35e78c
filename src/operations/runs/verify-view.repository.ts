import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Cursor } from '../../common/cursor.js';
import type { Reach } from '../operator.js';
import type { DifferencesQuery } from './verify.answers.js';

export interface ResultRow extends Cursor {
  readonly startedAt: Date;
  readonly isScheduled: boolean;
  readonly sample: number | null;
  readonly checked: number;
  readonly different: number;
  readonly gone: number;
  readonly failed: number;
  readonly refused: number;
  readonly repaired: number;
}

export interface DifferenceRow extends Cursor {
  readonly account: string;
  readonly type: string;
  readonly object: string;
  readonly fields: readonly string[];
  readonly seenAt: Date;
}

const RESULT = `
  id, started_at AS "startedAt", finished_at AS created, scheduled AS "isScheduled", sample, checked, different, gone,
  failed, refused, repaired`;

/** All SQL that shows how rows compare with Stripe's objects. */
@Injectable()
export class VerifyViewRepository {
  constructor(private readonly dataSource: DataSource) {}

  async lastScheduled(): Promise<ResultRow | undefined> {
    const rows: ResultRow[] = await this.dataSource.query(
      `SELECT ${RESULT} FROM verify_runs WHERE scheduled ORDER BY finished_at DESC, id DESC LIMIT 1`,
    );
    return rows[0];
  }

  /** Newest first, after the one that the cursor names; one more than asked for when there is more. */
  results({ limit, cursor }: { readonly limit: number; readonly cursor?: Cursor | undefined }): Promise<ResultRow[]> {
    return this.dataSource.query(
      `SELECT ${RESULT} FROM verify_runs
        WHERE (finished_at, id)
              < (CASE WHEN $1::bigint IS NULL THEN 'infinity' ELSE (SELECT finished_at FROM verify_runs WHERE id = $1) END,
                 coalesce($1, 0))
        ORDER BY finished_at DESC, id DESC LIMIT $2`,
      [numberIn(cursor), limit + 1],
    );
  }

  /** 100,000 at most. */
  async open(): Promise<number> {
    const [row = { open: 0 }]: { open: number }[] = await this.dataSource.query(
      'SELECT count(*)::int AS open FROM (SELECT FROM verify_differences LIMIT 100000) AS d',
    );
    return row.open;
  }

  /** The last found first; one more than asked for when there is more. A digest stands for the three parts of the key. */
  differences(reach: Reach, { type, limit, cursor }: DifferencesQuery): Promise<DifferenceRow[]> {
    return this.dataSource.query(
      `SELECT *
         FROM (SELECT account, type, id AS object, fields, seen_at AS "seenAt", md5(jsonb_build_array(account, type, id)::text) AS id,
                      date_trunc('milliseconds', found_at) AS created
                 FROM verify_differences
                WHERE ($1::text IS NULL OR account = $1) AND ($2::text IS NULL OR type = $2)) AS d
        WHERE (created, id COLLATE "C") < ($3::timestamptz, $4::text COLLATE "C")
        ORDER BY created DESC, id COLLATE "C" DESC LIMIT $5`,
      [reach ?? null, type ?? null, cursor?.created ?? 'infinity', cursor?.id ?? '', limit + 1],
    );
  }
}

/** A cursor of another list may name what is no number: then nothing comes after it. */
const numberIn = (cursor: Cursor | undefined): string | null =>
  cursor === undefined ? null : /^\d{1,18}$/.test(cursor.id) ? cursor.id : '0';
