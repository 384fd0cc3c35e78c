import type { EntityManager } from 'typeorm';
import type { CustomerKey } from './erased-customer.js';

/** Of a replay of events of which one is the customer's; ids in $2, what stands for the reason in $3. */
const REPLAYS = `
  UPDATE event_replays SET reason = $3
   WHERE reason <> $3
     AND id IN (SELECT i.replay_id FROM stripe_event_log l JOIN event_replay_items i ON i.event_log_id = l.id
                 WHERE l.account = $1 AND l.object_key = ANY($2))`;

/** Looks at such events, replays of them, and where they were left alone: by one, or among the first hundred of many. */
const AUDITED = `
  WITH theirs AS MATERIALIZED (
    SELECT id, stripe_event_id AS event FROM stripe_event_log WHERE account = $1 AND object_key = ANY($2)
  )
  UPDATE audit_log SET after = after || jsonb_build_object('reason', '')
   WHERE after ->> 'reason' <> '' AND account IN ($1, '') AND id IN (
     SELECT a.id FROM theirs JOIN audit_log a ON a.object_type = 'event' AND a.object_id = theirs.event
     UNION ALL
     SELECT a.id FROM theirs JOIN event_replay_items i ON i.event_log_id = theirs.id
                             JOIN audit_log a ON a.object_type = 'event_replay' AND a.object_id = i.replay_id
     UNION ALL
     SELECT a.id FROM audit_log a
      WHERE a.object_type = 'event' AND a.object_id = '' AND a.after -> 'ids' ?| ARRAY(SELECT event FROM theirs))`;

/**
 * Why operators looked at events of the customer's, let them run again or left them alone. Who did, when and to how many
 * events stays.
 *
 * @param ids of objects of the customer's.
 * @param erased stands for a reason.
 * @returns how many rows were written.
 */
export async function clearReasons(
  tx: EntityManager,
  { account }: CustomerKey,
  ids: readonly string[],
  erased: string,
): Promise<number> {
  const [, replays]: [unknown[], number] = await tx.query(REPLAYS, [account, ids, erased]);
  const [, audited]: [unknown[], number] = await tx.query(AUDITED, [account, ids]);
  return replays + audited;
}
