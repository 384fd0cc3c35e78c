const COLUMNS = ['text', 'text', 'text', 'text', 'boolean', 'text', 'text', 'timestamptz', 'bytea'] as const;

const statements = new Map<number, string>();

/**
 * Log rows and payloads of so many events in one statement, hence one commit; answers with the ids that are new. The
 * same few texts again and again; the casts are needed in the first tuple only.
 */
export function insertEventsSql(rows: number): string {
  const known = statements.get(rows);
  if (known) return known;
  const tuples = Array.from({ length: rows }, (_, row) => {
    const values = COLUMNS.map((type, i) => `$${row * COLUMNS.length + i + 1}${row === 0 ? `::${type}` : ''}`);
    return `(${values.join(', ')})`;
  });
  const statement = `
    WITH input (stripe_event_id, event_type, api_version, account, livemode, object_key, source, created_at, body) AS (
      VALUES ${tuples.join(', ')}
    ), logged AS (
      INSERT INTO stripe_event_log
        (stripe_event_id, event_type, api_version, account, livemode, object_key, source, created_at)
      SELECT stripe_event_id, event_type, api_version, account, livemode, object_key, source, created_at FROM input
      ON CONFLICT (stripe_event_id) DO NOTHING
      RETURNING id, stripe_event_id, received_at
    ), stored AS (
      INSERT INTO stripe_event_payload (event_log_id, received_at, body)
      SELECT logged.id, logged.received_at, input.body FROM logged JOIN input USING (stripe_event_id)
    )
    SELECT stripe_event_id AS id FROM logged`;
  statements.set(rows, statement);
  return statement;
}
