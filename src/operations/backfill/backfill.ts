import { Injectable } from '@nestjs/common';
import { describeError } from '../../common/describe-error.js';
import { StripeRefusedError, TakenOverError } from '../../common/errors.js';
import { StripeBinding } from '../../database/stripe-binding.js';
import { isNotConnected } from '../../stripe/refusal.js';
import { isListedByCustomer, isReadByCustomer, ObjectList } from '../../stripe/object-list.js';
import { patiently } from '../../stripe/patiently.js';
import { isForbidden } from '../../stripe/refusal.js';
import { Lease } from '../lease/lease.js';
import type { BackfillReport } from './backfill-report.js';
import { BACKFILLED_TYPES } from './backfilled-types.js';
import { CustomerListsBackfill } from './customer-lists-backfill.js';
import { ListBackfill } from './list-backfill.js';
import { ProgressRepository } from './progress.repository.js';

/** Name of the lease: one backfill works at a time. */
const LEASE = 'backfill';

/** What a run is to bring. */
export interface BackfillRequest {
  /** Connected accounts; the own one when none is named and `connected` is false. */
  readonly accounts: readonly string[];
  /** All connected accounts that Stripe lists. */
  readonly connected: boolean;
  /** `object` fields, in any order; none: all of them. */
  readonly types: readonly string[];
  /** From the beginning, not from where an earlier run stopped. */
  readonly restart: boolean;
}

/** What is in the database after a run, earlier runs included. */
export interface BackfillResult {
  readonly objects: number;
  /** Objects that could not be applied. */
  readonly failed: number;
  /** Lists that Stripe refused, and accounts. */
  readonly refused: number;
}

/** Fills the database with the objects that an account has had before any webhook came from it. */
@Injectable()
export class Backfill {
  constructor(
    private readonly binding: StripeBinding,
    private readonly lease: Lease,
    private readonly objectList: ObjectList,
    private readonly lists: ListBackfill,
    private readonly customerLists: CustomerListsBackfill,
    private readonly progress: ProgressRepository,
  ) {}

  /**
   * @returns null when another process is at it. @throws {BindingError} @throws {StripeUnavailableError} when Stripe does
   *   not answer for minutes. @throws the signal's reason after the page in hand.
   */
  async run(request: BackfillRequest, report: BackfillReport, signal: AbortSignal): Promise<BackfillResult | null> {
    const own = await patiently(signal, () => this.binding.confirm());
    return this.lease.during(LEASE, async (lost) => {
      try {
        return await this.runAlone(own, request, report, AbortSignal.any([signal, lost]));
      } catch (error) {
        throw lost.aborted && !signal.aborted ? new TakenOverError() : error;
      }
    });
  }

  private async runAlone(
    own: string,
    request: BackfillRequest,
    report: BackfillReport,
    signal: AbortSignal,
  ): Promise<BackfillResult> {
    const accounts = await this.accountsOf(own, request, signal);
    const types = BACKFILLED_TYPES.filter((type) => request.types.length === 0 || request.types.includes(type));
    if (request.restart) for (const account of accounts) await this.progress.forget(account, types);
    report.begins(accounts.length * types.length);
    const result = { objects: 0, failed: 0, refused: 0 };
    for (const account of accounts) {
      for (const type of types) {
        try {
          const { objects, failed } = await this.bring(account, type, report, signal);
          result.objects += objects;
          result.failed += failed;
        } catch (error) {
          const isGone = account !== '' && isNotConnected(error);
          if (!isGone && !isForbidden(error) && !(error instanceof StripeRefusedError)) throw error;
          result.refused += 1;
          report.isRefused(account, isGone ? null : type, describeError(error));
          if (isGone) break;
        }
      }
    }
    return result;
  }

  private async bring(account: string, type: string, report: BackfillReport, signal: AbortSignal) {
    const begin = await this.progress.begin(account, type);
    const isDone = begin.finishedAt !== null;
    const way = isListedByCustomer(type) || isReadByCustomer(type) ? this.customerLists : this.lists;
    const progress = isDone ? begin : await way.run(begin, report, signal);
    report.ends(progress, isDone);
    return progress;
  }

  /** '' for the own one, by whatever name: its rows have no account. */
  private async accountsOf(own: string, request: BackfillRequest, signal: AbortSignal): Promise<string[]> {
    const found = new Set(request.accounts);
    if (request.connected) {
      for await (const { objects } of this.objectList.pages({ account: '', type: 'account' }, null, signal)) {
        for (const { id } of objects) if (typeof id === 'string') found.add(id);
      }
    }
    if (!request.connected && found.size === 0) found.add(own);
    return [...found].map((account) => (account === own ? '' : account));
  }
}
