import { DataSource } from 'typeorm';
import { renderEvent } from '../../sandbox/versions/render.js';
import { noteErased } from '../../src/database/erased.js';
import { bindContext, EventContext } from '../../src/database/event-context.js';
import { inTransaction } from '../../src/database/in-transaction.js';
import { personalColumnsOf } from '../../src/database/personal-columns.js';
import { Sketch, type SketchedFields, type SketchedRow } from '../../src/database/sketch.js';
import { ownMetadata } from '../../src/stripe/own-metadata.js';
import { StripeEventRegistry } from '../../src/stripe/stripe-event.registry.js';
import type { StripeEvent } from '../../src/stripe/stripe.types.js';
import { withoutPersons } from '../../src/stripe/without-persons.js';
import { startBackend, type Backend } from '../support/backend.js';
import { sampleLives, samplesOf } from '../support/event-samples.js';
import { withStandIns } from '../support/stand-ins.js';

/** The pinned one, and some in which fields were elsewhere. */
const VERSIONS = ['2026-10-28.endive', '2025-02-24.acacia', '2022-08-01', '2019-05-16', '2018-01-23', '2015-02-16'];

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

/** What the event's handler would write. */
async function rowsOf(event: StripeEvent): Promise<readonly SketchedRow[]> {
  const owner = backend.app.get(StripeEventRegistry, { strict: false }).ownerOf(event.type);
  if (!owner) return [];
  const sketch = new Sketch();
  await inTransaction(backend.app.get(DataSource), async (tx) => {
    if (tx.queryRunner) noteErased(tx.queryRunner, false);
    bindContext(tx, new EventContext(false, () => true, sketch));
    await owner.handle(event, tx);
  });
  return sketch.rows;
}

function cleared(table: string, fields: SketchedFields): SketchedFields {
  const personal = personalColumnsOf(table);
  if (!personal) return fields;
  const { removed, emptied = [] } = personal;
  return Object.fromEntries(
    Object.entries(fields).map(([column, value]) => {
      if (removed.includes(column)) return [column, null];
      if (emptied.includes(column)) return [column, value === null ? null : ''];
      const isMetadata = column === 'metadata' && typeof value === 'object' && value !== null;
      return [column, isMetadata ? ownMetadata(value) : value];
    }),
  );
}

const clearedRows = (rows: readonly SketchedRow[]) =>
  rows.map(({ object, table, fields, owned }) => ({
    object,
    table,
    fields: fields && cleared(table, fields),
    owned: owned.map((row) => ({ ...row, fields: cleared(row.table, row.fields) })),
  }));

it('an event without persons is mapped into the same row, but for what is personal, in every version', async () => {
  const samples = withStandIns(samplesOf(sampleLives()));
  let compared = 0;
  for (const { event: whole } of samples.values()) {
    for (const version of VERSIONS) {
      const event = renderEvent(whole, version);
      if (!event) continue;
      const parsed: StripeEvent = JSON.parse(JSON.stringify(event));
      const table = (await rowsOf(parsed))[0]?.table;
      if (table === undefined || !personalColumnsOf(table)) continue;
      const reduced: StripeEvent = JSON.parse(JSON.stringify(withoutPersons(parsed)));
      const [expected, found] = [clearedRows(await rowsOf(parsed)), clearedRows(await rowsOf(reduced))];
      expect({ type: event.type, version, rows: found }).toEqual({ type: event.type, version, rows: expected });
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(150);
});
