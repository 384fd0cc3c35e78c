import type { Postgres } from '../faults/postgres.js';
import type { StripeSandbox } from '../sandbox/sandbox.js';

const MINUTE = 60;

/** Hours that pass in a moment, by moving the times of rows, or Stripe's clock. Nothing else in them is changed. */
export class StageTime {
  constructor(
    private readonly postgres: Postgres,
    private readonly sandbox: StripeSandbox,
  ) {}

  /** What processes have counted is forgotten, as after two days: alerts look an hour back. */
  async forgetCounts(): Promise<void> {
    await this.postgres.query('DELETE FROM process_minutes');
  }

  /** What is clear has been clear for ten minutes. */
  async passTenMinutes(): Promise<void> {
    await this.postgres.query(`UPDATE alert_incidents SET clear_since = clear_since - interval '10 minutes'`);
  }

  /** What is open was received more than six hours ago, and events could not be listed for more than an hour. */
  async passSixHours(): Promise<void> {
    await this.postgres.query(
      `UPDATE stripe_event_log SET received_at = received_at - interval '361 minutes' WHERE status IN ('received', 'failed')`,
    );
    await this.postgres.query(`UPDATE reconcile_checkpoints SET failing_since = failing_since - interval '61 minutes'`);
  }

  /** Of the messages that wait, the oldest has waited for an hour, and the others have one of their 40 attempts left. */
  async passDaysOfMail(): Promise<void> {
    const waiting = `status = 'pending' AND topic = 'notification-email' AND business_key NOT LIKE 'alert.%'`;
    const [oldest] = await this.postgres.query<{ id: string }>(
      `UPDATE outbox SET created_at = created_at - interval '61 minutes'
        WHERE id = (SELECT min(id) FROM outbox WHERE ${waiting}) RETURNING id`,
    );
    await this.postgres.query(
      `UPDATE outbox SET attempts = 39, next_attempt_at = now() WHERE ${waiting} AND id <> $1`,
      [oldest?.id],
    );
  }

  /**
   * An hour without a webhook, as Stripe sees it: its clock moves on by 70 minutes, `happens` does, and it moves on by
   * 16 more, after which Stripe ought to have delivered it. Up to then everything was reconciled, as in any quiet hour.
   */
  async passSilentHour(happens: () => void): Promise<void> {
    const { clock, engine } = this.sandbox;
    engine.advance(70 * MINUTE);
    happens();
    const at = clock.now();
    engine.advance(16 * MINUTE);
    await this.postgres.query(`UPDATE reconcile_checkpoints SET reconciled_to = to_timestamp($1) WHERE account = ''`, [
      at,
    ]);
    await this.reconcileSoon();
  }

  /** The next run of reconcile is due now: a worker asks every three seconds. */
  async reconcileSoon(): Promise<void> {
    await this.postgres.query(`UPDATE reconcile_checkpoints SET next_attempt_at = now()`);
  }

  /** The next attempt of every event is due now. */
  async retryEvents(): Promise<void> {
    await this.postgres.query(`UPDATE stripe_event_log SET next_attempt_at = now() WHERE status = 'failed'`);
  }
}
