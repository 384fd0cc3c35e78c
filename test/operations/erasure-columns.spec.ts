import { DataSource, type EntityMetadata } from 'typeorm';
import { MirrorEntity, OwnedEntity } from '../../src/database/mirror.entity.js';
import { NOBODYS_COLUMNS } from '../../src/database/nobodys-columns.js';
import { PERSONAL_COLUMNS, type PersonalColumns } from '../../src/database/personal-columns.js';
import { REQUEST_KEY } from '../../src/payments/refunds/refund-params.js';
import { OWN_METADATA } from '../../src/stripe/own-metadata.js';
import { startBackend, type Backend } from '../support/backend.js';

let backend: Backend;
let entities: EntityMetadata[];

beforeAll(async () => {
  backend = await startBackend();
  entities = backend.app.get(DataSource).entityMetadatas;
});
afterAll(() => backend.close());

/** Identity and marks are Stripe's, and kept. */
const KEPT = ['account', 'id', 'parent_id', 'stripe_event_at', 'stripe_event_id', 'deleted_at'];

const isMirrored = ({ target, tableName }: EntityMetadata): boolean =>
  tableName === 'balance_transactions' ||
  (typeof target === 'function' &&
    (target.prototype instanceof MirrorEntity || target.prototype instanceof OwnedEntity));

const listed = ({ removed, emptied = [], metadata = false, harmless }: PersonalColumns): string[] => [
  ...removed,
  ...emptied,
  ...(metadata ? ['metadata'] : []),
  ...harmless,
];

const columnsIn = async (table: string, types: string): Promise<string[]> =>
  (
    await backend.query<{ name: string }>(
      `SELECT a.attname AS name FROM pg_attribute a
        WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
          AND format_type(a.atttypid, a.atttypmod) ~ $2 AND a.attname <> ALL($3) ORDER BY 1`,
      [table, types, KEPT],
    )
  ).map(({ name }) => name);

it('somebody has judged every column of a mirrored table that can hold a text: personal, or harmless', async () => {
  const judged = {
    ...NOBODYS_COLUMNS,
    ...Object.fromEntries(Object.entries(PERSONAL_COLUMNS).map(([t, c]) => [t, listed(c)])),
  };
  const tables = entities.filter(isMirrored).map(({ tableName }) => tableName);
  expect(tables.toSorted()).toEqual(Object.keys(judged).toSorted());
  for (const table of tables) {
    const texts = await columnsIn(table, '^(text|character|json|bytea|citext)');
    const unjudged = texts.filter((column) => !judged[table]?.includes(column));
    expect({ table, unjudged }).toEqual({ table, unjudged: [] });
  }
});

it('what is judged is there, once, and so is what links rows', async () => {
  for (const [table, columns] of Object.entries(PERSONAL_COLUMNS)) {
    const all = await columnsIn(table, '.');
    const names = [...listed(columns), ...Object.keys(columns.of ?? {})];
    expect({ table, missing: names.filter((name) => !all.includes(name)) }).toEqual({ table, missing: [] });
    expect(new Set(listed(columns)).size).toBe(listed(columns).length);
    for (const kind of Object.values(columns.of ?? {})) expect(Object.keys(PERSONAL_COLUMNS)).toContain(kind);
    expect(columns.of === undefined && columns.ownedBy === undefined).toBe(table === 'customers');
  }
});

it('no personal column is needed: each may be null', async () => {
  for (const [table, { removed }] of Object.entries(PERSONAL_COLUMNS)) {
    const needed = await backend.query(
      `SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = ANY($2) AND attnotnull`,
      [table, removed],
    );
    expect({ table, needed }).toEqual({ table, needed: [] });
  }
});

it('what this backend reads of metadata stays', () => {
  expect(OWN_METADATA).toContain(REQUEST_KEY);
});
