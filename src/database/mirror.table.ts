import type { EntityManager, EntityTarget } from 'typeorm';
import type { DerivedKey } from './event-context.js';
import type { MirrorEntity, OwnedEntity } from './mirror.entity.js';
import { insertSql, parametersOf, upsertSql } from './mirror.sql.js';

/** Rows in one INSERT: PostgreSQL takes 65,535 parameters, and an invoice may hold more lines than that allows. */
const MOST_ROWS = 1_000;

/** Which state of Stripe's a row shows. */
export interface Mark {
  readonly at: Date;
  /** Null for a state that was read. */
  readonly eventId: string | null;
}

type Owned<Columns> = { readonly [P in keyof Columns]?: EntityTarget<OwnedEntity> };

/** The SQL of one mirrored table and of the rows its objects own. Knows nothing of order. */
export class MirrorTable<Columns extends object> {
  constructor(
    private readonly entity: EntityTarget<MirrorEntity>,
    private readonly owned: Owned<Columns>,
  ) {}

  /**
   * @param columns null writes a tombstone: nothing but identity, mark and `deleted_at`.
   * @param condition `ifNewer` leaves a row alone whose mark is as new or newer, and locks it.
   * @returns whether the row was written.
   */
  async write(
    tx: EntityManager,
    object: DerivedKey,
    columns: Columns | null,
    mark: Mark,
    condition: 'ifNewer' | 'always',
  ): Promise<boolean> {
    const entity = tx.dataSource.getMetadata(this.entity);
    const row = {
      ...columns,
      account: object.account,
      id: object.id,
      stripeEventAt: mark.at,
      stripeEventId: mark.eventId,
      deletedAt: columns === null ? mark.at : null,
    };
    const written: unknown[] = await tx.query(upsertSql(entity)[condition], parametersOf(entity, row));
    if (written.length === 0) return false;
    await this.replaceOwned(tx, object, columns);
    return true;
  }

  /** Locks the row and tells its mark; undefined when there is none. */
  async lock(tx: EntityManager, object: DerivedKey): Promise<Mark | undefined> {
    const { tableName } = tx.dataSource.getMetadata(this.entity);
    const rows: Mark[] = await tx.query(
      `SELECT stripe_event_at AS "at", stripe_event_id AS "eventId" FROM "${tableName}"
        WHERE account = $1 AND id = $2 FOR UPDATE`,
      [object.account, object.id],
    );
    return rows[0];
  }

  private async replaceOwned(tx: EntityManager, object: DerivedKey, columns: Columns | null): Promise<void> {
    const rowsByProperty = new Map<string, unknown>(Object.entries(columns ?? {}));
    for (const [property, target] of Object.entries<EntityTarget<OwnedEntity> | undefined>(this.owned)) {
      if (!target) continue;
      const entity = tx.dataSource.getMetadata(target);
      await tx.query(`DELETE FROM "${entity.tableName}" WHERE account = $1 AND parent_id = $2`, [
        object.account,
        object.id,
      ]);
      const rows = rowsByProperty.get(property);
      if (!Array.isArray(rows)) continue;
      for (let from = 0; from < rows.length; from += MOST_ROWS) {
        const some = rows.slice(from, from + MOST_ROWS);
        const parameters = some.flatMap((row: object) =>
          parametersOf(entity, { ...row, account: object.account, parentId: object.id }),
        );
        await tx.query(insertSql(entity, some.length), parameters);
      }
    }
  }
}
