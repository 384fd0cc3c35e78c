import { Column, Entity } from 'typeorm';
import { TEXT } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/**
 * Whether an account lets the platform act for it; `id` is the account's. A table of its own, because its events say
 * nothing of the account and those of the account nothing of it: in one row they would compete for one mark, and the
 * later one would hide what the other says. `deleted_at` is when the account was deauthorized; `authorized` clears it.
 */
@Entity('connected_account_authorizations')
export class AccountAuthorization extends MirrorEntity {
  /** The platform, as its connected accounts see it. */
  @Column(TEXT)
  applicationId: string | null;
}

export type AccountAuthorizationColumns = MirrorColumns<AccountAuthorization>;
