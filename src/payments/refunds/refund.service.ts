import { Injectable } from '@nestjs/common';
import type { AskedBy } from '../../audit/audited-calls.js';
import { requirePlatformKey, tenantOf, type Caller } from '../../auth/caller.js';
import { NotFoundError } from '../../common/request.errors.js';
import { Holds } from '../../compliance/holds.js';
import type { RefundAnswer } from './refund.answers.js';
import { RefundCall } from './refund-call.js';
import { ChargeUnpaidError, RefundOutcomeUnknownError, refusalOf } from './refund.errors.js';
import { RefundRequestRepository, type StoredRequest } from './refund-request.repository.js';
import type { RefundBody } from './refund.requests.js';
import { RefundReservation } from './refund-reservation.js';
import { RefundStateRepository } from './refund-state.repository.js';
import {
  RefundableChargeRepository,
  type ChargeOwner,
  type ChargeRef,
  type OwnCharge,
} from './refundable-charge.repository.js';

/** Gives money back: reserves it, commits, asks Stripe, and notes what Stripe says. */
@Injectable()
export class RefundService {
  constructor(
    private readonly charges: RefundableChargeRepository,
    private readonly requests: RefundRequestRepository,
    private readonly reservation: RefundReservation,
    private readonly call: RefundCall,
    private readonly states: RefundStateRepository,
    private readonly holds: Holds,
  ) {}

  /**
   * The same `idempotencyKey` is the same request, however far it got the last time.
   *
   * @throws {PlatformKeyRequiredError} @throws {NotFoundError} @throws {HeldError} and what
   *   {@link RefundReservation.reserve} and {@link RefundCall.send} throw.
   */
  async create(by: AskedBy, body: RefundBody): Promise<RefundAnswer> {
    const owner = ownerOf(by.caller);
    if (body.reverseTransfer || body.refundApplicationFee) requirePlatformKey(by.caller);
    const former = await this.requests.findByKey(owner.account, by.idempotencyKey);
    if (former && former.state !== 'not_made') return this.goOn(by, former);
    const charge = await this.charge(owner, former ? { charge: former.chargeId } : refOf(body));
    await this.holds.refuseHeld(by.caller, {
      action: 'refund',
      tenantId: owner.tenantId,
      customerId: charge.customerId,
      chargeId: charge.id,
      amount: former?.amount ?? body.amount ?? null,
    });
    const { amount, reason, reverseTransfer, refundApplicationFee } = body;
    const wanted = { charge, amount, reason, reverseTransfer, refundApplicationFee };
    const reserved = await this.reservation.reserve(by, wanted);
    if (reserved.former) return this.goOn(by, reserved.former);
    await this.call.send(reserved.request, by, false);
    return this.stateOf(owner, reserved.request.id);
  }

  /** @param id Stripe's or ours. @throws {NotFoundError} */
  find(caller: Caller, id: string): Promise<RefundAnswer> {
    return this.stateOf(ownerOf(caller), id);
  }

  /** A request that was sent before: its process may have died at any step, or is still at it. */
  private async goOn(by: AskedBy, request: StoredRequest): Promise<RefundAnswer> {
    const { id, state, stripeCode } = request;
    if (state === 'refused') throw refusalOf(stripeCode, 'as before');
    if (state !== 'made') {
      if (!(await this.requests.takeUp(id))) throw new RefundOutcomeUnknownError(id);
      await this.call.send(request, by, true);
    }
    return this.stateOf(ownerOf(by.caller), id);
  }

  private async charge(owner: ChargeOwner, ref: ChargeRef): Promise<OwnCharge> {
    const charge = await this.charges.find(owner, ref);
    if (charge) return charge;
    const isUnpaid = 'paymentIntent' in ref && (await this.charges.hasUnpaid(owner, ref.paymentIntent));
    throw isUnpaid ? new ChargeUnpaidError() : new NotFoundError();
  }

  private async stateOf(owner: ChargeOwner, id: string): Promise<RefundAnswer> {
    const state = await this.states.find(owner, id);
    if (!state) throw new NotFoundError();
    return state;
  }
}

/** A key that is bound to no tenant refunds whatever its account has sold; a person always acts for a tenant. */
const ownerOf = (caller: Caller): ChargeOwner => ({
  account: caller.account,
  tenantId: caller.kind === 'user' ? tenantOf(caller) : caller.tenantId,
});

/** The body names one of both. */
const refOf = ({ charge, paymentIntent = '' }: RefundBody): ChargeRef =>
  charge === undefined ? { paymentIntent } : { charge };
