import { prepared } from '../database/prepared.js';

const COLUMNS = ['text', 'text', 'text', 'text', 'boolean', 'text', 'text', 'timestamptz', 'bytea'] as const;

/** What a statement does besides. */
export interface InsertKind {
  /** A `traceparent` comes with each event: without traces nothing is sent for it. */
  readonly traced: boolean;
  /** The id of the key that encrypts the bodies is the last parameter: without keys nothing is sent for it. */
  readonly sealed: boolean;
  /**
   * Whose events it takes. `all`: but none when anybody is erased, and it answers with an id that is null. `others`: but
   * those of the erased, by what they name (`kinds`, `ids`), and it answers that they are `refused`. `reduced`: of the
   * erased, what is left; without a body only that they were here.
   */
  readonly of: 'all' | 'others' | 'reduced';
}

interface Parts {
  readonly types: readonly string[];
  readonly names: string;
  readonly with: string;
  readonly where: string;
  readonly answer: string;
}

const PARTS: Readonly<Record<InsertKind['of'], Parts>> = {
  all: {
    types: [],
    names: '',
    with: '',
    where: 'WHERE NOT EXISTS (SELECT FROM erased_customers)',
    answer: 'UNION ALL SELECT NULL, true WHERE EXISTS (SELECT FROM erased_customers)',
  },
  others: {
    types: ['text[]', 'text[]'],
    names: ', kinds, ids',
    with: `, erased AS (
      SELECT stripe_event_id FROM input
       WHERE EXISTS (SELECT FROM unnest(input.kinds, input.ids) AS named (kind, id)
                       JOIN erased_objects e ON e.account = input.account AND e.kind = named.kind AND e.id = named.id)
    )`,
    where: 'WHERE stripe_event_id NOT IN (SELECT stripe_event_id FROM erased)',
    answer: 'UNION ALL SELECT stripe_event_id, true FROM erased',
  },
  reduced: { types: [], names: '', with: '', where: '', answer: '' },
};

const statements = new Map<string, string>();

/**
 * Rows of a statement for so many events, those without an id being none. As there are few such numbers, each connection
 * keeps the statements: to parse and plan one takes longer than to write the rows.
 */
export const roomFor = (events: number): number => 2 ** Math.ceil(Math.log2(events));

/**
 * Log rows and payloads of up to so many events in one statement, hence one commit; answers with the ids that are new. The
 * casts are needed in the first tuple only.
 */
export function insertEventsSql(rows: number, { traced, sealed, of }: InsertKind): string {
  const key = `${rows} ${traced} ${sealed} ${of}`;
  const known = statements.get(key);
  if (known) return known;
  const parts = PARTS[of];
  const types = [...COLUMNS, ...(traced ? ['text'] : []), ...parts.types];
  const also = traced ? ', traceparent' : '';
  const tuples = Array.from({ length: rows }, (_, row) => {
    const values = types.map((type, i) => `$${row * types.length + i + 1}${row === 0 ? `::${type}` : ''}`);
    return `(${values.join(', ')})`;
  });
  const [keyName, keyValue] = sealed ? [', key_id', `, $${rows * types.length + 1}::text`] : ['', ''];
  const statement = `
    WITH input AS (
      SELECT * FROM (VALUES ${tuples.join(', ')})
        AS event (stripe_event_id, event_type, api_version, account, livemode, object_key, source, created_at, body${also}${parts.names})
       WHERE stripe_event_id IS NOT NULL
    )${parts.with}, logged AS (
      INSERT INTO stripe_event_log
        (stripe_event_id, event_type, api_version, account, livemode, object_key, source, created_at${also})
      SELECT stripe_event_id, event_type, api_version, account, livemode, object_key, source, created_at${also} FROM input
      ${parts.where}
      ON CONFLICT (stripe_event_id) DO NOTHING
      RETURNING id, stripe_event_id, received_at
    ), stored AS (
      INSERT INTO stripe_event_payload (event_log_id, received_at, body${keyName})
      SELECT logged.id, logged.received_at, input.body${keyValue} FROM logged JOIN input USING (stripe_event_id)
       WHERE input.body IS NOT NULL
    )
    SELECT stripe_event_id AS id, false AS refused FROM logged ${parts.answer}`;
  statements.set(key, prepared(statement));
  return statement;
}
