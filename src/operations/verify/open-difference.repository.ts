import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ObjectRef } from '../../stripe/needs-reread.js';
import type { VerifyRequest } from './verify-run.js';

/** Of those that are open, so many are looked at again by a run. */
const MOST = 1_000;

/** Rows that were found not to be what Stripe says, until a comparison finds them right. */
@Injectable()
export class OpenDifferenceRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param fields columns that differ; none: the object is gone. */
  async open({ account, type, id }: ObjectRef, fields: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO verify_differences (account, type, id, fields) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account, type, id) DO UPDATE SET fields = EXCLUDED.fields, seen_at = now()`,
      [account, type, id, fields],
    );
  }

  async close({ account, type, id }: ObjectRef): Promise<void> {
    await this.dataSource.query('DELETE FROM verify_differences WHERE account = $1 AND type = $2 AND id = $3', [
      account,
      type,
      id,
    ]);
  }

  /** Of an account that has left: nobody can find its rows right any more. */
  async closeAll(account: string): Promise<void> {
    await this.dataSource.query('DELETE FROM verify_differences WHERE account = $1', [account]);
  }

  /** Those that a run is about, the longest unseen first. */
  async within({ types, account, sample }: VerifyRequest): Promise<ObjectRef[]> {
    return this.dataSource.query(
      `SELECT account, type, id FROM verify_differences
        WHERE (cardinality($1::text[]) = 0 OR type = ANY($1)) AND ($2::text IS NULL OR account = $2)
        ORDER BY seen_at, account, type, id LIMIT ${MOST}`,
      [types, sample === null ? account : null],
    );
  }
}
