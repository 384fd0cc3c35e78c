import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AskedBy } from '../../audit/audited-calls.js';
import { AuditLog } from '../../audit/audit-log.js';
import { NotFoundError } from '../../common/request.errors.js';
import { inTransaction } from '../../database/in-transaction.js';
import { ChargeAtStripe } from './charge-at-stripe.js';
import { RefundRequestRepository, type NewRefundRequest, type StoredRequest } from './refund-request.repository.js';
import {
  ChargeAlreadyRefundedError,
  ChargeDisputedError,
  ChargeUncapturedError,
  ChargeUnpaidError,
  RefundTooLargeError,
} from './refund.errors.js';
import { explains, refundable, type ReadCharge } from './refundable.js';
import { RefundableChargeRepository, type ChargeFacts, type OwnCharge } from './refundable-charge.repository.js';

/** How much of what, and why. */
export interface Wanted {
  readonly charge: OwnCharge;
  /** Minor units; undefined: all that is left. */
  readonly amount: number | undefined;
  readonly reason: string | undefined;
  /** Of a destination charge: whether the connected account gives its part back. */
  readonly reverseTransfer: boolean;
  /** Whether you give your fee back to the connected account. */
  readonly refundApplicationFee: boolean;
}

/** A request, and whether this call has reserved its amount: whoever has sends it. */
export interface Reservation {
  readonly request: NewRefundRequest;
  readonly former: StoredRequest | undefined;
}

/** Sets an amount of a charge aside before Stripe is asked, so that no two requests refund the same money. */
@Injectable()
export class RefundReservation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly charges: RefundableChargeRepository,
    private readonly requests: RefundRequestRepository,
    private readonly stripe: ChargeAtStripe,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Nobody is refused for want of room by our rows alone: they may lack that a refund has failed. Stripe's list, read
   * outside of the transaction, has the last word; so has it when our rows do not explain what the charge shows.
   *
   * @throws {ChargeUnpaidError} @throws {ChargeUncapturedError} @throws {ChargeDisputedError}
   * @throws {ChargeAlreadyRefundedError} @throws {RefundTooLargeError} and what reads of Stripe throw.
   */
  async reserve(by: AskedBy, wanted: Wanted): Promise<Reservation> {
    const known = await this.attempt(by, wanted, null);
    if (known) return known;
    const read = await this.stripe.read(wanted.charge);
    const reservation = await this.attempt(by, wanted, read);
    if (!reservation) throw new TypeError('what Stripe says is the last word');
    return reservation;
  }

  /** @returns undefined when Stripe has to be asked first. */
  private attempt(by: AskedBy, wanted: Wanted, read: ReadCharge | null): Promise<Reservation | undefined> {
    const { charge } = wanted;
    return inTransaction(this.dataSource, async (tx) => {
      await this.charges.lock(tx, charge);
      const former = await this.requests.findByKey(charge.account, by.idempotencyKey, tx);
      if (former && former.state !== 'not_made') return { request: former, former };
      const facts = await this.charges.facts(tx, charge);
      if (!facts) throw new NotFoundError();
      check(facts);
      const left = refundable(facts, facts.refunds, facts.holds, read);
      const amount = former?.amount ?? wanted.amount ?? left;
      const fits = amount > 0 && amount <= left;
      if (read === null && !(fits && explains(facts, facts.refunds))) return undefined;
      if (left === 0) throw new ChargeAlreadyRefundedError();
      if (!fits) throw new RefundTooLargeError({ amount: left, currency: facts.currency });
      const request = former ?? newRequest(by, wanted, amount, facts.currency);
      await this.begin(tx, by, request);
      return { request, former: undefined };
    });
  }

  private async begin(tx: EntityManager, { caller }: AskedBy, request: NewRefundRequest): Promise<void> {
    const { id, chargeId, amount, currency, reason, reverseTransfer, refundApplicationFee } = request;
    await this.requests.begin(tx, request);
    await this.audit.write(tx, {
      caller,
      action: 'refund.create',
      object: { type: 'refund_request', id },
      before: null,
      after: { state: 'pending', charge: chargeId, amount, currency, reason, reverseTransfer, refundApplicationFee },
    });
  }
}

function check({ status, captured, disputed }: ChargeFacts): void {
  if (status !== 'succeeded') throw new ChargeUnpaidError();
  if (!captured) throw new ChargeUncapturedError();
  if (disputed) throw new ChargeDisputedError();
}

const newRequest = (
  { idempotencyKey }: AskedBy,
  { charge, reason, reverseTransfer, refundApplicationFee }: Wanted,
  amount: number,
  currency: string,
): NewRefundRequest => ({
  id: `rfr_${randomUUID().replaceAll('-', '')}`,
  account: charge.account,
  chargeId: charge.id,
  paymentIntentId: charge.paymentIntentId,
  amount,
  currency,
  reason: reason ?? null,
  reverseTransfer,
  refundApplicationFee,
  idempotencyKey,
});
