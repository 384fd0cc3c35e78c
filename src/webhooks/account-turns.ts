import type { EntityManager } from 'typeorm';

/** The platform's own. It waits for no turn: when it has none in a batch, it is always among the others. */
const OWN = '';
/** Accounts of one turn, the platform's included: a descent of an index for each, 10 µs. */
const MOST = 16;

/**
 * From account to account, past however many events each has waiting, by stripe_event_log_waiting_idx: hence LIKE. Its
 * second column is in the order because another index begins with the account too, and has all that was ever settled.
 */
const NEXT = `
  WITH RECURSIVE turn (account, number) AS (
    (SELECT account, 1 FROM stripe_event_log WHERE status LIKE 'received' AND account > $1
      ORDER BY account, next_attempt_at NULLS FIRST LIMIT 1)
    UNION ALL
    SELECT follower.account, number + 1
      FROM turn CROSS JOIN LATERAL (
        SELECT account FROM stripe_event_log WHERE status LIKE 'received' AND account > turn.account
         ORDER BY account, next_attempt_at NULLS FIRST LIMIT 1) AS follower
     WHERE number < $2
  ) SELECT account FROM turn ORDER BY number`;

/** Has accounts take turns in batches that are full of others' events, so that each is served however many wait. */
export class AccountTurns {
  /** The account of each share that was looked at last: if shares took turns together, one could always miss the same. */
  private readonly last = new Map<number, string>();

  /**
   * @param served accounts that have events in the batch.
   * @param room events that may be added to it, more than one.
   * @returns other accounts, no more than there is room for. What waits of one may be of another share.
   */
  async next(tx: EntityManager, share: number, served: ReadonlySet<string>, room: number): Promise<string[]> {
    const most = Math.min(MOST, room) - 1;
    const turn: { account: string }[] = await tx.query(NEXT, [this.last.get(share) ?? OWN, most]);
    this.last.set(share, (turn.length === most && turn.at(-1)?.account) || OWN);
    return [OWN, ...turn.map(({ account }) => account)].filter((account) => !served.has(account));
  }
}
