import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { TransactionsUnderWayError } from './erasure.errors.js';

/** Milliseconds between two looks. */
const LOOK = 50;
/** Milliseconds: our own transactions end sooner. */
const LIMIT = 30_000;

/**
 * Who has asked who is erased holds a lock on what was asked, until its transaction ends. A backup holds one for hours,
 * and writes nothing.
 */
const HOLDERS = `
  SELECT l.virtualtransaction AS id
    FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
   WHERE l.locktype = 'relation' AND l.mode = 'AccessShareLock' AND l.pid <> pg_backend_pid()
     AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND l.relation IN ('erased_customers'::regclass, 'erased_objects'::regclass)
     AND coalesce(a.application_name, '') <> 'pg_dump'`;

/** Between the mark and the clearing: nobody may write any more who has not seen the mark. */
@Injectable()
export class Barrier {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Resolves when every transaction has ended that may have asked before the mark was committed. Those that begin
   * meanwhile are not waited for, and nobody waits for us.
   *
   * @throws {TransactionsUnderWayError} when one does not end.
   */
  async pass(signal: AbortSignal): Promise<void> {
    let before = await this.holders();
    for (const began = performance.now(); before.size > 0;) {
      if (performance.now() - began > LIMIT) throw new TransactionsUnderWayError();
      await delay(LOOK, undefined, { signal });
      const now = await this.holders();
      before = new Set([...before].filter((id) => now.has(id)));
    }
  }

  private async holders(): Promise<Set<string>> {
    const rows: { id: string }[] = await this.dataSource.query(HOLDERS);
    return new Set(rows.map(({ id }) => id));
  }
}
