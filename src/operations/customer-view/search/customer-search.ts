import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { pageOf, type Cursor, type Page } from '../../../common/cursor.js';
import { maskedEmail } from '../masked-email.js';
import { ofOneMoment, rowsOf } from '../one-moment.js';
import type { FoundAnswer } from './customer-search.answers.js';
import { SEARCH } from './customer-search.sql.js';

/** One of these is given; `any` is a customer's id or a tenant's. */
export interface Sought {
  readonly any?: string | undefined;
  readonly customerId?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly email?: string | undefined;
  /** In hexadecimal digits. */
  readonly emailSha256?: string | undefined;
}

interface FoundRow extends Cursor {
  readonly account: string;
  readonly customer: string;
  readonly tenant: string | null;
  readonly email: string | null;
  readonly plan: string | null;
  readonly status: string | null;
  readonly createdAt: Date | null;
  readonly deletedAt: Date | null;
}

/** Finds customers. Nothing that is sought is written anywhere. */
@Injectable()
export class CustomerSearch {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first; none is an empty page. @param account undefined: all accounts. */
  async find(
    { any, customerId = any, tenantId = any, email, emailSha256 }: Sought,
    account: string | undefined,
    { limit, cursor }: { readonly limit: number; readonly cursor?: Cursor | undefined },
  ): Promise<Page<FoundAnswer>> {
    const sought = [customerId, tenantId, email?.trim(), emailSha256].map((given) => given ?? null);
    const from = [cursor?.created ?? 'infinity', cursor?.id ?? ''];
    const rows = await ofOneMoment(this.dataSource, (tx) =>
      rowsOf<FoundRow>(tx, SEARCH, [account ?? null, ...sought, ...from, limit + 1]),
    );
    return pageOf(rows, limit, show);
  }
}

const show = ({ account, customer, email, createdAt, deletedAt, ...row }: FoundRow): FoundAnswer => ({
  id: customer,
  account: account || null,
  tenant: row.tenant,
  email: maskedEmail(email),
  plan: row.plan,
  status: row.status,
  createdAt: createdAt?.toISOString() ?? null,
  deletedAt: deletedAt?.toISOString() ?? null,
});
