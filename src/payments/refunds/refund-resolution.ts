import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../common/describe-error.js';
import { StripeUnavailableError } from '../../common/errors.js';
import { StripeBusyError } from '../../common/stripe-call.errors.js';
import { isStripes } from '../../stripe/refusal.js';
import { ChargeAtStripe } from './charge-at-stripe.js';
import { DueRequestRepository, type DueRequest } from './due-request.repository.js';
import { RefundCall } from './refund-call.js';
import type { Outcome } from './refund-request.repository.js';
import { RefundStateRepository } from './refund-state.repository.js';

/** Seconds until the next look after one that failed: more each time. While Stripe is away, an hour in the end. */
const DELAY = 60;
const LONGEST_DELAY = 3_600;
/** When it is one request that Stripe will not tell of (its account has left, say), as long again, a day in the end. */
const LONGEST_REFUSED_DELAY = 86_400;

/**
 * Finds out what became of requests that nobody has heard of since: the answer was lost, or the process died with the
 * request in hand. Each is looked at by one process at a time, and by another one when that dies.
 *
 * It reads, and does not send the request again, though the same idempotency key would make that safe for a day. Who was
 * told `outcome_unknown` may have given up, or refunded in Stripe's dashboard; money must not move when nobody asks for
 * it any more. Nor would it always tell: Stripe answers an error of its own again, as it was, for as long as it knows the
 * key. The caller, who wants it still, sends it again.
 */
@Injectable()
export class RefundResolution {
  constructor(
    private readonly due: DueRequestRepository,
    private readonly states: RefundStateRepository,
    private readonly stripe: ChargeAtStripe,
    private readonly call: RefundCall,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(RefundResolution.name);
  }

  /** Looks at each that is due once. When Stripe cannot be read at all, the others wait too. */
  async resolveDue(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const request = await this.due.claim();
      if (!request || !(await this.resolve(request))) return;
    }
  }

  /** @returns whether the next one may fare better. */
  private async resolve(request: DueRequest): Promise<boolean> {
    const { id, account, looks } = request;
    const line = { request: id, account: account || undefined, look: looks };
    try {
      const outcome = await this.outcomeOf(request);
      if (!outcome) await this.due.lookAgain(request);
      else {
        await this.call.settle(id, null, outcome, outcome.state === 'not_made' ? request.triedUntil : null);
        this.logger.info({ ...line, state: outcome.state }, 'what became of a refund is known');
      }
      return true;
    } catch (error) {
      const isAway = error instanceof StripeUnavailableError || error instanceof StripeBusyError;
      const delay = isAway ? Math.min(DELAY * looks, LONGEST_DELAY) : refusedDelay(request);
      const reason = describeError(error);
      if (isAway) this.logger.warn({ ...line, delay, reason }, 'a refund is looked for later');
      else
        this.logger.error(
          { ...line, delay, reason },
          'what became of a refund cannot be found out: look in the Dashboard',
        );
      await this.due.postpone(request, delay, !isAway && isStripes(error));
      return !isAway;
    }
  }

  /** Undefined while nobody can know: it is not in Stripe's list, and may still be on its way. */
  private async outcomeOf({ id, account, chargeId, isOver }: DueRequest): Promise<Outcome | undefined> {
    const told = await this.states.told(id);
    if (told) return { state: 'made', ...told };
    const refunds = await this.stripe.refunds({ account, id: chargeId });
    const made = refunds.find(({ requestId }) => requestId === id);
    if (made) return { state: 'made', refundId: made.id, refundStatus: made.status, refundCreatedAt: made.createdAt };
    return isOver ? { state: 'not_made' } : undefined;
  }
}

const refusedDelay = ({ age }: DueRequest): number => Math.min(Math.max(age, DELAY), LONGEST_REFUSED_DELAY);
