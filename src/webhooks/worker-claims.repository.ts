import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ATTEMPTS } from './retry-policy.js';

/** An event that a dead process held: it runs again, or is dead itself. */
export interface OrphanedEvent {
  readonly type: string;
  readonly status: 'failed' | 'dead';
}

/**
 * What workers hold, noted in a commit of its own before any handler runs. The transaction that handles the events
 * removes the note, so a note that nobody has locked belongs to a process that died: one of its events may have killed it.
 */
@Injectable()
export class WorkerClaimsRepository {
  /** Notes of this process that mean nothing any more, and that PostgreSQL could not be told of yet. */
  private readonly forgotten = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  /** Commits the note on a connection of its own, then takes it into the transaction. @param id a new UUID. */
  async note(tx: EntityManager, id: string, eventIds: readonly string[]): Promise<void> {
    await this.dataSource.query('INSERT INTO stripe_worker_claim (id, event_ids) VALUES ($1, $2)', [id, eventIds]);
    await tx.query('DELETE FROM stripe_worker_claim WHERE id = $1', [id]);
  }

  /** After a rollback the process is alive: a lost connection must not count as a death. */
  async forget(id: string): Promise<void> {
    this.forgotten.add(id);
    await this.forgetAll();
  }

  /**
   * Counts an attempt for every event that a dead process held; each of them runs alone from now on, and after three
   * deaths never again. Waits for a worker that is alive and just finishing.
   *
   * @returns the events that were found.
   */
  async recover(): Promise<OrphanedEvent[]> {
    await this.forgetAll();
    return this.dataSource.query(
      `WITH orphaned AS (
         DELETE FROM stripe_worker_claim WHERE id IN (
           SELECT id FROM stripe_worker_claim WHERE claimed_at < now() - interval '1 second' FOR UPDATE SKIP LOCKED)
         RETURNING event_ids
       ), counted AS (
         UPDATE stripe_event_log
            SET status = CASE WHEN crash_count + 1 >= $1 THEN 'dead' ELSE 'failed' END, verdict = 'failed',
                crash_count = crash_count + 1, retry_count = retry_count + 1, error_class = 'crash',
                last_error = 'The process died while it handled this event, alone or among others.',
                next_attempt_at = CASE WHEN crash_count + 1 >= $1 THEN NULL ELSE now() END
          WHERE id IN (SELECT unnest(event_ids) FROM orphaned) AND status IN ('received', 'failed')
         RETURNING id, event_type AS type, status, retry_count, error_class, last_error, next_attempt_at
       ), noted AS (
         INSERT INTO stripe_event_attempts (event_log_id, attempt, error_class, error, retry_at)
         SELECT id, retry_count, error_class, last_error, next_attempt_at FROM counted
       ) SELECT type, status FROM counted`,
      [ATTEMPTS.crash],
    );
  }

  /** Whether a worker died, or is at work, within the last second: {@link recover} does not judge these yet. */
  async anyYoung(): Promise<boolean> {
    const young: unknown[] = await this.dataSource.query(
      `SELECT 1 FROM stripe_worker_claim WHERE claimed_at >= now() - interval '1 second' LIMIT 1`,
    );
    return young.length > 0;
  }

  private async forgetAll(): Promise<void> {
    const ids = [...this.forgotten];
    if (ids.length === 0) return;
    await this.dataSource.query('DELETE FROM stripe_worker_claim WHERE id = ANY($1::uuid[])', [ids]);
    for (const id of ids) this.forgotten.delete(id);
  }
}
