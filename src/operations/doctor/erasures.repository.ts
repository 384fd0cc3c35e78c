import type { DataSource } from 'typeorm';

/** Customers who are marked as erased, and of whom something personal may be left. */
export interface OpenErasures {
  readonly customers: number;
  /** Since the first of them was marked, seconds; 0 when there is none. */
  readonly oldestSeconds: number;
}

const OPEN = `
  SELECT count(*)::int AS customers, coalesce(extract(epoch FROM now() - min(erased_at)), 0)::float8 AS "oldestSeconds"
    FROM erased_customers WHERE finished_at IS NULL`;

/** Erasures that are begun and not finished. */
export async function openErasures(db: Pick<DataSource, 'query'>): Promise<OpenErasures> {
  const rows: OpenErasures[] = await db.query(OPEN);
  return rows[0] ?? { customers: 0, oldestSeconds: 0 };
}
