import { MIGRATIONS_TABLE } from './data-source.js';
import {
  CONSTRAINTS,
  FUNCTIONS,
  INDEXES,
  POLICIES,
  RELATIONS,
  COLUMNS,
  TRIGGERS,
  TYPES,
} from './schema-snapshot.sql.js';

type Row = Record<string, string>;

/** What this needs of a pg Client. */
interface Reader {
  query(sql: string, parameters: unknown[]): Promise<{ rows: Row[] }>;
}

/** Partitions of the payload come and go by the month, and TypeORM's bookkeeping is not ours to describe. */
const LEFT_OUT = `^(stripe_event_payload_\\d{4}_\\d{2}|${MIGRATIONS_TABLE})$`;

const HEAD = '-- The schema after every migration. Written by `npm run schema:snapshot`; never edited, never executed.';

const indented = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join(',\n');

const definitionsOf = (table: string, rows: readonly Row[]): string[] =>
  rows.filter((row) => row['relation'] === table).map(({ definition }) => definition ?? '');

/**
 * The schema as text, for a diff in review: the same for the same schema, whatever the order in which it came about and
 * whichever supported PostgreSQL (15 and later) answers.
 */
export async function describeSchema(client: Reader): Promise<string> {
  const read = async (sql: string): Promise<Row[]> => (await client.query(sql, [LEFT_OUT])).rows;
  const definitions = async (sql: string): Promise<string[]> =>
    (await read(sql)).map(({ definition }) => `${definition};`);
  const columns = await read(COLUMNS);
  const constraints = await read(CONSTRAINTS);

  const relations = (await read(RELATIONS)).map(({ relation = '', opening, closing, body }) => {
    if (body !== '') return `${opening} ${body};`;
    return `${opening} (\n${indented([...definitionsOf(relation, columns), ...definitionsOf(relation, constraints)])}\n)${closing};`;
  });
  const parts = [
    ...(await definitions(TYPES)),
    ...relations,
    (await definitions(INDEXES)).join('\n'),
    ...(await definitions(FUNCTIONS)),
    ...(await definitions(TRIGGERS)),
    ...(await definitions(POLICIES)),
  ];
  return `${[HEAD, ...parts.filter((part) => part !== '')].join('\n\n')}\n`;
}
