import type { EntityManager, EntityMetadata, EntityTarget } from 'typeorm';
import type { DerivedKey } from './event-context.js';
import { heldBy } from './held.js';
import type { MirrorEntity, OwnedEntity } from './mirror.entity.js';
import { deleteOwnedSql, insertOwnedSql, lockSql, upsertSql, valuesOf } from './mirror.sql.js';
import { SharedStatement } from './rounds.js';
import { sketchedFields, type SketchedRow } from './sketch.js';
import { storableJson } from './storable.js';

/** Which state of Stripe's a row shows. */
export interface Mark {
  readonly at: Date;
  /** Null for a state that was read. */
  readonly eventId: string | null;
  /** Written by this very transaction. */
  readonly isOurs?: true;
}

/** The mark of a row that is locked. */
export interface LockedMark extends Mark {
  /** Whom the row names, in a table that names a customer in a column; else null. */
  readonly customer: string | null;
}

export interface Written {
  /** Whom the row named until then, and names now; the former has lost what the row gave. */
  readonly customers: readonly string[];
}

type Owned<Columns> = { readonly [P in keyof Columns]?: EntityTarget<OwnedEntity> };
type Condition = 'ifNewer' | 'always';

interface Write<Columns> {
  readonly object: DerivedKey;
  /** Null writes a tombstone: nothing but identity, mark and `deleted_at`. */
  readonly columns: Columns | null;
  readonly mark: Mark;
}

/** The SQL of one mirrored table and of the rows its objects own. Knows nothing of order. */
export class MirrorTable<Columns extends object> {
  private readonly writes: Readonly<Record<Condition, SharedStatement<Write<Columns>, boolean>>>;
  private readonly locks: SharedStatement<DerivedKey, LockedMark | undefined>;

  constructor(
    private readonly entity: EntityTarget<MirrorEntity>,
    private readonly owned: Owned<Columns>,
    /** The column that names a customer, by its property. */
    private readonly customer: (keyof Columns & string) | undefined,
    private readonly volatile: readonly (keyof Columns & string)[],
  ) {
    const writing = (condition: Condition) =>
      new SharedStatement<Write<Columns>, boolean>(
        (tx) => `${this.nameIn(tx)} write ${condition}`,
        (tx, writes) => this.writeAll(tx, writes, condition),
      );
    this.writes = { ifNewer: writing('ifNewer'), always: writing('always') };
    this.locks = new SharedStatement(
      (tx) => `${this.nameIn(tx)} lock`,
      (tx, objects) => this.lockAll(tx, objects),
    );
  }

  /**
   * Call it in the row's turn ({@link rowOf}).
   *
   * @param condition `ifNewer` leaves a row alone whose mark is as new or newer, and locks it.
   * @returns undefined when the row was not written.
   */
  async write(tx: EntityManager, write: Write<Columns>, condition: Condition): Promise<Written | undefined> {
    const { marks, written: rows } = heldBy(tx);
    const row = this.rowOf(tx, write.object);
    const known = marks.get(row);
    if (condition === 'ifNewer' && known && known.at >= write.mark.at) return undefined;
    if (await this.writes[known ? 'always' : condition].ask(tx, write)) {
      const customer = this.customerIn(write.columns);
      marks.set(row, { ...write.mark, customer, isOurs: true });
      const [table, owned, volatile] = [this.nameIn(tx), this.ownedIn(tx), this.volatileIn(tx)];
      rows.set(row, { object: write.object, table, owned, volatile });
      return { customers: [known?.customer, customer].filter((id) => typeof id === 'string') };
    }
    // Older, or of another customer: a former one is learnt under the lock, and by those few rows that have one.
    const stored = this.customer && !known ? await this.lock(tx, write.object) : undefined;
    return stored && stored.at < write.mark.at ? this.write(tx, write, condition) : undefined;
  }

  /** Locks the row and tells its mark; undefined when there is none. Call it in the row's turn. */
  async lock(tx: EntityManager, object: DerivedKey): Promise<LockedMark | undefined> {
    const { marks } = heldBy(tx);
    const row = this.rowOf(tx, object);
    const mark = marks.get(row) ?? (await this.locks.ask(tx, object));
    if (mark) marks.set(row, mark);
    return mark;
  }

  /** Names the row among all rows of a transaction. */
  rowOf(tx: EntityManager, object: DerivedKey): string {
    return `${this.nameIn(tx)} ${keyOf(object)}`;
  }

  /** What would be written. */
  sketch(tx: EntityManager, object: DerivedKey, columns: Columns | null): SketchedRow {
    const owned = Object.entries<EntityTarget<OwnedEntity> | undefined>(this.owned).flatMap(([property, target]) => {
      if (!target) return [];
      const entity = tx.dataSource.getMetadata(target);
      return listIn(columns, property).map((row) => ({
        table: entity.tableName,
        id: 'id' in row ? String(row.id) : '',
        fields: sketchedFields(entity, row),
      }));
    });
    const fields = columns && sketchedFields(tx.dataSource.getMetadata(this.entity), columns);
    return { object, table: this.nameIn(tx), volatile: this.volatileIn(tx), fields, owned };
  }

  private customerIn(columns: Columns | null): string | null {
    const named = this.customer && columns?.[this.customer];
    return typeof named === 'string' ? named : null;
  }

  private customerColumn(entity: EntityMetadata): string | undefined {
    return this.customer && entity.findColumnWithPropertyName(this.customer)?.databaseName;
  }

  private ownedIn(tx: EntityManager): Readonly<Record<string, string>> {
    const owned = Object.entries<EntityTarget<OwnedEntity> | undefined>(this.owned);
    return Object.fromEntries(
      owned.flatMap(([property, target]) => (target ? [[property, tx.dataSource.getMetadata(target).tableName]] : [])),
    );
  }

  private volatileIn(tx: EntityManager): string[] {
    const entity = tx.dataSource.getMetadata(this.entity);
    return this.volatile.flatMap((property) => entity.findColumnWithPropertyName(property)?.databaseName ?? []);
  }

  private nameIn(tx: EntityManager): string {
    return tx.dataSource.getMetadata(this.entity).tableName;
  }

  private async writeAll(
    tx: EntityManager,
    writes: readonly Write<Columns>[],
    condition: Condition,
  ): Promise<(write: Write<Columns>) => boolean> {
    const entity = tx.dataSource.getMetadata(this.entity);
    const sorted = writes.toSorted((a, b) => (keyOf(a.object) < keyOf(b.object) ? -1 : 1));
    const rows = sorted.map(({ object, columns, mark }) =>
      valuesOf(entity, {
        ...columns,
        ...object,
        stripeEventAt: mark.at,
        stripeEventId: mark.eventId,
        deletedAt: columns === null ? mark.at : null,
      }),
    );
    const sql = upsertSql(entity, condition, this.customerColumn(entity));
    const keys: DerivedKey[] = await tx.query(sql, [storableJson(rows)]);
    const written = new Set(keys.map(keyOf));
    await this.replaceOwned(
      tx,
      sorted.filter(({ object }) => written.has(keyOf(object))),
    );
    return ({ object }) => written.has(keyOf(object));
  }

  private async lockAll(
    tx: EntityManager,
    objects: readonly DerivedKey[],
  ): Promise<(object: DerivedKey) => LockedMark | undefined> {
    const entity = tx.dataSource.getMetadata(this.entity);
    const sql = lockSql(entity, this.customerColumn(entity));
    const rows: (DerivedKey & LockedMark)[] = await tx.query(sql, columnsOf(objects));
    const marks = new Map(rows.map(({ at, eventId, customer, ...row }) => [keyOf(row), { at, eventId, customer }]));
    return (object) => marks.get(keyOf(object));
  }

  private async replaceOwned(tx: EntityManager, parents: readonly Write<Columns>[]): Promise<void> {
    if (parents.length === 0) return;
    const replace = async ([property, target]: [string, EntityTarget<OwnedEntity> | undefined]): Promise<void> => {
      if (!target) return;
      const entity = tx.dataSource.getMetadata(target);
      const rows = parents.flatMap((parent) => ownedRows(entity, parent, property));
      await Promise.all([
        tx.query(deleteOwnedSql(entity), columnsOf(parents.map(({ object }) => object))),
        ...(rows.length > 0 ? [tx.query(insertOwnedSql(entity), [storableJson(rows)])] : []),
      ]);
    };
    await Promise.all(Object.entries<EntityTarget<OwnedEntity> | undefined>(this.owned).map(replace));
  }
}

const keyOf = ({ account, id }: DerivedKey): string => `${account}/${id}`;

/** Accounts and ids as two parameters. */
const columnsOf = (keys: readonly DerivedKey[]): [string[], string[]] => [
  keys.map(({ account }) => account),
  keys.map(({ id }) => id),
];

function ownedRows<Columns>(entity: EntityMetadata, parent: Write<Columns>, property: string): object[] {
  const { account, id } = parent.object;
  return listIn(parent.columns, property).map((row) => valuesOf(entity, { ...row, account, parentId: id }));
}

function listIn(columns: unknown, property: string): readonly object[] {
  const rows = new Map<string, unknown>(Object.entries(columns ?? {})).get(property);
  return Array.isArray(rows) ? rows : [];
}
