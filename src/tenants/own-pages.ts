import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { tenantOf, type Caller } from '../auth/caller.js';
import { pageOf, type Cursor, type Page } from '../common/cursor.js';

/** What a caller asks for of a list. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
}

/** A list of what belongs to tenants: how its rows are read, and what callers see of one. */
export interface OwnListing<Row extends Cursor, Item> {
  /** Made by `ownPage`. */
  readonly sql: string;
  readonly show: (row: Row) => Item;
}

/** Pages of what belongs to the tenant that a caller acts for. */
@Injectable()
export class OwnPages {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws {TenantRequiredError} */
  async read<Row extends Cursor, Item>(
    { sql, show }: OwnListing<Row, Item>,
    caller: Caller,
    { limit, cursor }: PageQuery,
  ): Promise<Page<Item>> {
    const from = cursor ? [cursor.created, cursor.id] : ['infinity', ''];
    const rows: Row[] = await this.dataSource.query(sql, [caller.account, tenantOf(caller), ...from, limit + 1]);
    return pageOf(rows, limit, show);
  }
}
