import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A request whose end this process is to find out now. */
export interface DueRequest {
  readonly id: string;
  readonly account: string;
  readonly chargeId: string;
  /** The database's text, in full precision. */
  readonly triedUntil: string;
  /** From 1. */
  readonly looks: number;
  /** Seconds since the last attempt to send it ended. */
  readonly age: number;
  /** Whether nothing of it can be on its way any more: a list that is read from now on and lacks it is proof. */
  readonly isOver: boolean;
}

/**
 * Seconds after the last attempt until a refund that Stripe's list lacks was not made. An attempt ends here after 10 s;
 * how long a proxy or Stripe itself may still be at what it has of it, nobody says. Stripe's own calls end after 80 s, so
 * this is ten times what is known, and a quarter of an hour of an amount that cannot be refunded harms nobody.
 */
const OVER = 900;

/** All SQL of the search for unknown ends. Time is the database's. */
@Injectable()
export class DueRequestRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes one that is due for a minute. If the process dies, another one takes it after that. */
  async claim(): Promise<DueRequest | undefined> {
    const [claimed]: [DueRequest[], number] = await this.dataSource.query(
      `UPDATE refund_requests SET looks = looks + 1, look_at = now() + interval '1 minute'
        WHERE id = (SELECT id FROM refund_requests
                     WHERE look_at <= now() ORDER BY look_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, account, charge_id AS "chargeId", tried_until::text AS "triedUntil", looks,
                 EXTRACT(EPOCH FROM now() - tried_until)::integer AS age,
                 tried_until + ${OVER} * interval '1 second' <= now() AS "isOver"`,
    );
    return claimed[0];
  }

  /**
   * Stripe has answered, and its list lacks the refund: the next look is within a minute, and at once when it is proof.
   */
  async lookAgain({ id }: DueRequest): Promise<void> {
    await this.dataSource.query(
      `UPDATE refund_requests
          SET look_at = GREATEST(now() + interval '5 seconds',
                                 LEAST(now() + interval '1 minute', tried_until + ${OVER} * interval '1 second')),
              untold_since = NULL
        WHERE id = $1 AND look_at IS NOT NULL`,
      [id],
    );
  }

  /**
   * @param delay seconds until the next look.
   * @param isRefused Stripe refuses to tell of this one, and is not just away: for as long as that lasts, an operator may
   *   have seen in the dashboard what Stripe does not tell us (RefundReleases).
   */
  async postpone({ id }: DueRequest, delay: number, isRefused: boolean): Promise<void> {
    await this.dataSource.query(
      `UPDATE refund_requests
          SET look_at = now() + $2::integer * interval '1 second',
              untold_since = CASE WHEN $3::boolean THEN COALESCE(untold_since, now()) ELSE untold_since END
        WHERE id = $1 AND look_at IS NOT NULL`,
      [id, delay, isRefused],
    );
  }
}
