import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTime } from '../../../common/in-time.js';
import { DerivedState } from '../../../database/derived-state.js';
import { bindContext, EventContext } from '../../../database/event-context.js';
import { heldBy, type WrittenRow } from '../../../database/held.js';
import { inTransaction } from '../../../database/in-transaction.js';
import type { SketchedRow } from '../../../database/sketch.js';
import { StripeEventRegistry } from '../../../stripe/stripe-event.registry.js';
import { StripeGateway } from '../../../stripe/stripe.gateway.js';
import type { StripeEvent } from '../../../stripe/stripe.types.js';
import type { Verdict } from '../../../stripe/verdict.js';
import type { RowImage } from '../../verify/difference.js';
import { RowImageRepository } from '../../verify/row-image.repository.js';
import { changesOf, type Change } from '../changes/changes-of.js';

/** Milliseconds for a statement, and for a handler that asks the database for nothing. */
const LIMIT = 3_000;
/** Milliseconds: a worker that has the row goes first, and is waited for no longer. */
const LOCK_LIMIT = 1_000;
/** Milliseconds for all of it, however many statements: its locks hold up workers. */
const WHOLE_LIMIT = 5_000;

/** What an event would do now. */
export interface Rehearsed {
  readonly verdict: Verdict;
  readonly changes: readonly Change[];
}

/** Ends a transaction that must leave nothing. */
class TakenBack extends Error {}

/** Runs the real handlers on the real rows, looks, and takes everything back: no row, no outbox entry, no verdict is left. */
@Injectable()
export class EventRehearsal {
  constructor(
    private readonly dataSource: DataSource,
    private readonly derived: DerivedState,
    private readonly registry: StripeEventRegistry,
    private readonly gateway: StripeGateway,
    private readonly images: RowImageRepository,
  ) {}

  /**
   * @throws {NeedsReread} when Stripe would be asked first, and whatever the handler throws.
   */
  async rehearse(event: StripeEvent): Promise<Rehearsed | undefined> {
    const owner = this.registry.ownerOf(event.type);
    if (!owner) return undefined;
    let seen: { verdict: Verdict; rows: { row: WrittenRow; there: RowImage }[]; tenants: Change[] } | undefined;
    const rehearsal = inTransaction(this.dataSource, async (tx) => {
      await tx.query(`SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true)`, [
        `${LIMIT}ms`,
        `${LOCK_LIMIT}ms`,
      ]);
      bindContext(tx, this.context());
      heldBy(tx).hold(event.id, event);
      const play = async () => {
        const verdict = await inTime(owner.handle(event, tx), LIMIT, owner.name);
        await this.derived.recompute(tx);
        return { verdict, rows: await this.rowsIn(tx), tenants: await tenantChangesIn(tx) };
      };
      seen = await inTime(play(), WHOLE_LIMIT, 'what follows from the event');
      throw new TakenBack();
    });
    await rehearsal.catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error;
    });
    if (!seen) throw new TypeError('a rehearsal ends with a look');
    const { verdict, rows, tenants } = seen;
    return { verdict, changes: [...(await this.changesOf(rows)), ...tenants] };
  }

  private context(): EventContext {
    return new EventContext(this.gateway.available, (type) => this.registry.ownerOf(type) !== undefined);
  }

  private async rowsIn(tx: EntityManager): Promise<{ row: WrittenRow; there: RowImage }[]> {
    const rows: { row: WrittenRow; there: RowImage }[] = [];
    for (const row of heldBy(tx).written.values()) rows.push({ row, there: await this.images.imageOf(row, tx) });
    return rows;
  }

  private async changesOf(rows: readonly { row: WrittenRow; there: RowImage }[]): Promise<Change[]> {
    const changes: Change[] = [];
    for (const { row, there } of rows) {
      const here = await this.images.imageOf(row);
      if (there) changes.push(...changesOf(here && rowOf(row, here), rowOf(row, there)));
    }
    return changes;
  }
}

const IDENTITY: ReadonlySet<string> = new Set(['account', 'id', 'deleted_at']);

/** A row as it stands, in the words of what events say: of a link the image has whether there is one. */
function rowOf({ table, object, owned, volatile }: WrittenRow, image: NonNullable<RowImage>): SketchedRow {
  const fields = Object.entries(image)
    .filter(([field]) => !IDENTITY.has(field) && !Object.hasOwn(owned, field))
    .map(([field, value]) => [field, volatile.includes(field) && value === false ? null : value] as const);
  return {
    table,
    object,
    volatile,
    fields: image['deleted_at'] === true ? null : Object.fromEntries(fields),
    owned: Object.entries(owned).flatMap(([property, ownedTable]) => ownedRows(ownedTable, image[property])),
  };
}

const isHash = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ownedRows = (table: string, rows: unknown): SketchedRow['owned'] =>
  (Array.isArray(rows) ? rows.filter(isHash) : []).map(({ id, ...fields }) => ({ table, id: String(id), fields }));

/** What this very transaction has written of tenants. */
async function tenantChangesIn(tx: EntityManager): Promise<Change[]> {
  const rows: { id: string; before: Readonly<Record<string, unknown>>; after: Readonly<Record<string, unknown>> }[] =
    await tx.query(
      `SELECT tenant_id AS id, before, after FROM tenant_changes
        WHERE at = now() AND xmin = pg_current_xact_id()::xid ORDER BY tenant_changes.id LIMIT 100`,
    );
  return rows.flatMap(({ id, before, after }) => changesOf(tenantRow(id, before), tenantRow(id, after)));
}

const tenantRow = (id: string, fields: Readonly<Record<string, unknown>>): SketchedRow => ({
  table: 'tenants',
  object: { account: '', id },
  fields,
  volatile: [],
  owned: [],
});
