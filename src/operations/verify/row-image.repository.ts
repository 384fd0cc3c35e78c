import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { WrittenRow } from '../../database/held.js';
import type { ObjectRef } from '../../stripe/needs-reread.js';
import type { RowImage } from './difference.js';

/** What says which state a row shows, not what the state is. */
const MARK = `'stripe_event_at', 'stripe_event_id'`;

/** All SQL that looks at mirrored rows as a whole, whatever they hold. */
@Injectable()
export class RowImageRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param db a transaction that may have changed the row, or none. */
  async imageOf(
    { table, object: { account, id }, owned, volatile }: WrittenRow,
    db: Pick<EntityManager, 'query'> = this.dataSource,
  ): Promise<RowImage> {
    const lists = Object.entries(owned).map(
      ([property, ownedTable]) => `
        jsonb_build_object('${property}', (
          SELECT coalesce(jsonb_agg(to_jsonb(o) - 'account' - 'parent_id' ORDER BY o.id), '[]')
            FROM "${ownedTable}" o WHERE o.account = r.account AND o.parent_id = r.id))`,
    );
    const image = [
      `(to_jsonb(r) - ARRAY[${MARK}])`,
      `jsonb_build_object('deleted_at', deleted_at IS NOT NULL)`,
      ...volatile.map((link) => `jsonb_build_object('${link}', "${link}" IS NOT NULL)`),
      ...lists,
    ];
    const rows: { image: NonNullable<RowImage> }[] = await db.query(
      `SELECT ${image.join(' || ')} AS image FROM "${table}" r WHERE account = $1 AND id = $2`,
      [account, id],
    );
    return rows[0]?.image ?? null;
  }

  /** Whether there is a row that does not say that its object is deleted. */
  async isLive(table: string, { account, id }: ObjectRef): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `SELECT 1 FROM "${table}" WHERE account = $1 AND id = $2 AND deleted_at IS NULL`,
      [account, id],
    );
    return rows.length > 0;
  }

  /** Ids of an account's rows after one, in order; deleted ones are left out. */
  async idsAfter(table: string, account: string, after: string, most: number): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM "${table}" WHERE account = $1 AND id > $2 AND deleted_at IS NULL ORDER BY id LIMIT $3`,
      [account, after, most],
    );
    return rows.map(({ id }) => id);
  }

  /** So many rows by chance, of any account; of a large table from some of its pages only. */
  async sample(table: string, type: string, most: number): Promise<ObjectRef[]> {
    const rows: { account: string; id: string }[] = await this.dataSource.query(
      `SELECT account, id FROM "${table}"
        TABLESAMPLE SYSTEM ((SELECT least(100, 100.0 * 50 * $1 / greatest(reltuples, 1)) FROM pg_class WHERE oid = $2::regclass))
        WHERE deleted_at IS NULL ORDER BY random() LIMIT $1`,
      [most, `"${table}"`],
    );
    return rows.map(({ account, id }) => ({ account, id, type }));
  }

  /** The API versions in which an object's last events came, the last one first; the usual one when there are none. */
  async versionsOf({ account, id }: ObjectRef): Promise<(string | null)[]> {
    const rows: { version: string }[] = await this.dataSource.query(
      `SELECT api_version AS version
         FROM (SELECT api_version, created_at FROM stripe_event_log
                WHERE account = $1 AND object_key = $2 AND api_version IS NOT NULL ORDER BY created_at DESC LIMIT 20) e
        GROUP BY api_version ORDER BY max(created_at) DESC, api_version`,
      [account, id],
    );
    return rows.length > 0 ? rows.map(({ version }) => version) : [await this.usualVersion()];
  }

  /** The API version in which most of the last events came; null, the pinned one, when there are none. */
  async usualVersion(): Promise<string | null> {
    const rows: { version: string | null }[] = await this.dataSource.query(
      `SELECT api_version AS version
         FROM (SELECT api_version FROM stripe_event_log ORDER BY id DESC LIMIT 200) e
        GROUP BY api_version ORDER BY count(*) DESC, api_version LIMIT 1`,
    );
    return rows[0]?.version ?? null;
  }

  /** The last event of an object that the log holds. */
  async lastEventOf({ account, id }: ObjectRef): Promise<{ id: string; type: string; created: Date } | undefined> {
    const events: { id: string; type: string; created: Date }[] = await this.dataSource.query(
      `SELECT stripe_event_id AS id, event_type AS type, created_at AS created
         FROM stripe_event_log WHERE account = $1 AND object_key = $2 ORDER BY created_at DESC, stripe_event_id LIMIT 1`,
      [account, id],
    );
    return events[0];
  }
}
