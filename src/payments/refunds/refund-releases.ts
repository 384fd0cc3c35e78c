import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../audit/audit-log.js';
import type { Caller } from '../../auth/caller.js';
import { pageOf, type Cursor, type Page } from '../../common/cursor.js';
import { NotFoundError } from '../../common/request.errors.js';
import { inTransaction } from '../../database/in-transaction.js';
import { showRequest, type RequestAnswer, type RequestRow } from './open-request.answers.js';
import { RefundMayBeMadeError, RefundSettledError } from './refund.errors.js';
import { RefundReleaseRepository } from './refund-release.repository.js';
import { RefundRequestRepository, type Outcome } from './refund-request.repository.js';
import { RefundStateRepository } from './refund-state.repository.js';
import { RefundableChargeRepository } from './refundable-charge.repository.js';

/** What an operator says of a request, and why. */
export interface SaidOutcome {
  readonly outcome: 'made' | 'not_made';
  readonly reason: string;
}

const MADE_UNTOLD: Outcome = { state: 'made', refundId: null, refundStatus: null, refundCreatedAt: null };

/** Ends requests by an operator's word, of which Stripe will never tell how they ended. */
@Injectable()
export class RefundReleases {
  constructor(
    private readonly dataSource: DataSource,
    private readonly releases: RefundReleaseRepository,
    private readonly requests: RefundRequestRepository,
    private readonly charges: RefundableChargeRepository,
    private readonly states: RefundStateRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Those in hand. @param account undefined: of all accounts. */
  async list(
    account: string | undefined,
    state: 'open' | 'pending' | 'unknown',
    page: { readonly limit: number; readonly cursor?: Cursor | undefined },
  ): Promise<Page<RequestAnswer>> {
    const rows = await this.releases.open(account, state === 'open' ? null : state, page);
    return pageOf(rows, page.limit, showRequest);
  }

  /**
   * The locks are those of whoever reserves (the charge) and whoever sends or settles (the row), in their order. What Stripe
   * says later is the last word all the same: a refund that exists counts, and ends the request as made.
   *
   * @param account of the connected account that the caller is bound to; undefined: any.
   * @throws {NotFoundError} @throws {RefundSettledError} @throws {RefundMayBeMadeError}
   */
  async release(caller: Caller, account: string | undefined, id: string, said: SaidOutcome): Promise<RequestAnswer> {
    const row = await inTransaction(this.dataSource, async (tx) => {
      const known = await this.releases.find(tx, id, account);
      if (!known) throw new NotFoundError();
      await this.charges.lock(tx, { account: known.account, id: known.charge });
      await this.releases.lock(tx, id);
      await this.end(tx, { ...caller, account: known.account }, id, said);
      return this.releases.find(tx, id, account);
    });
    if (!row) throw new NotFoundError();
    if (row.state !== said.outcome) throw new RefundSettledError(row.state);
    return showRequest(row);
  }

  /** Also notes what an event has told, whatever is said. What has ended stays as it is. */
  private async end(tx: EntityManager, caller: Caller, id: string, { outcome, reason }: SaidOutcome): Promise<void> {
    const locked = await this.releases.find(tx, id, undefined);
    if (!locked || locked.release === 'settled') return;
    if (locked.release === 'told') {
      const told = await this.states.told(id, tx);
      if (told) await this.settle(tx, caller, locked, { state: 'made', ...told }, reason);
    } else if (locked.release === 'releasable') {
      await this.settle(tx, caller, locked, outcome === 'made' ? MADE_UNTOLD : { state: outcome }, reason);
    } else throw new RefundMayBeMadeError(locked.release);
  }

  private async settle(
    tx: EntityManager,
    caller: Caller,
    { id, state }: RequestRow,
    outcome: Outcome,
    reason: string,
  ): Promise<void> {
    if ((await this.requests.settle(tx, id, outcome)) === undefined) return;
    await this.audit.write(tx, {
      caller,
      action: 'refund_request.release',
      object: { type: 'refund_request', id },
      before: { state },
      after: { ...outcome, reason },
    });
  }
}
