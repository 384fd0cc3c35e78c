import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AskedBy } from '../../audit/audited-calls.js';
import { AuditLog } from '../../audit/audit-log.js';
import { inTransaction } from '../../database/in-transaction.js';
import { CountinghouseError, StripeUnavailableError } from '../../common/errors.js';
import { StripeBusyError } from '../../common/stripe-call.errors.js';
import type { Caller } from '../../auth/caller.js';
import { mayHaveTakenEffect } from '../../stripe/call-errors.js';
import { stripesOwn } from '../../stripe/refusal.js';
import { StripeCalls } from '../../stripe/stripe.calls.js';
import { RefundOutcomeUnknownError, refusalOf } from './refund.errors.js';
import { refundParams } from './refund-params.js';
import { RefundRequestRepository, type NewRefundRequest, type Outcome } from './refund-request.repository.js';

/** Asks Stripe for a refund whose amount is reserved, and notes what it says. */
@Injectable()
export class RefundCall {
  constructor(
    private readonly dataSource: DataSource,
    private readonly stripe: StripeCalls,
    private readonly requests: RefundRequestRepository,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Resolves when Stripe has made the refund.
   *
   * @param again it may have been sent before. Then `nothing was done` says so of this attempt alone, and the request
   *   keeps what it holds; Stripe's refusal is one of both, for Stripe answers the second as it did the first.
   * @throws {RefundOutcomeUnknownError} and Stripe's refusals as {@link refusalOf} maps them.
   */
  async send(request: NewRefundRequest, { caller }: AskedBy, again: boolean): Promise<void> {
    try {
      const refund = await this.stripe.run((client, options) => client.refunds.create(refundParams(request), options), {
        idempotencyKey: request.id,
        account: request.account,
      });
      await this.settle(request.id, caller, {
        state: 'made',
        refundId: refund.id,
        refundStatus: refund.status,
        refundCreatedAt: new Date(refund.created * 1000),
      });
    } catch (error) {
      throw await this.conclude(error, request.id, caller, again);
    }
  }

  /**
   * Notes the outcome beside who asked for it; null: the job that looks for it.
   *
   * @param triedUntil only when nobody has taken it up since.
   */
  settle(id: string, caller: Caller | null, outcome: Outcome, triedUntil: string | null = null): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => {
      const before = await this.requests.settle(tx, id, outcome, triedUntil);
      if (before === undefined || before === outcome.state) return;
      await this.audit.write(tx, {
        caller,
        action: 'refund.settle',
        object: { type: 'refund_request', id },
        before: { state: before },
        after: { ...outcome },
      });
    });
  }

  /** @returns what the caller is told. A mistake of ours leaves the request as it is: the job finds out. */
  private async conclude(error: unknown, id: string, caller: Caller, again: boolean): Promise<unknown> {
    if (!(error instanceof CountinghouseError)) return error;
    if (mayHaveTakenEffect(error)) {
      await this.settle(id, caller, { state: 'unknown' });
      return new RefundOutcomeUnknownError(id, error.detail, { cause: error });
    }
    if (mayPass(error)) {
      await this.settle(id, caller, { state: again ? 'unknown' : 'not_made' });
      return error;
    }
    const stripeCode = stripesOwn(error)?.code ?? null;
    await this.settle(id, caller, { state: 'refused', stripeCode });
    return refusalOf(stripeCode, error.detail ?? error.message, { cause: error });
  }
}

/** Nothing was done, and the same request may fare better later. */
const mayPass = (error: CountinghouseError): boolean =>
  error instanceof StripeBusyError || error instanceof StripeUnavailableError;
