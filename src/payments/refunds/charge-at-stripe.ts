import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { StripeCalls } from '../../stripe/stripe.calls.js';
import { REQUEST_KEY } from './refund-params.js';
import type { KnownRefund, ReadCharge } from './refundable.js';

/** A charge of an account's. */
interface ChargeKey {
  readonly account: string;
  readonly id: string;
}

/** A refund as Stripe shows it, and what it says of itself now. */
export interface ReadRefund extends KnownRefund {
  readonly status: string | null;
}

/** Reads what Stripe itself says of the refunds of a charge. */
@Injectable()
export class ChargeAtStripe {
  constructor(private readonly stripe: StripeCalls) {}

  /** The amount first, so that what it counts is in the list. @throws what {@link StripeCalls.run} throws for a read. */
  async read(charge: ChargeKey): Promise<ReadCharge> {
    const { amount_refunded: amountRefunded } = await this.stripe.run(
      (client, options) => client.charges.retrieve(charge.id, {}, options),
      { idempotencyKey: null, account: charge.account },
    );
    return { amountRefunded, refunds: await this.refunds(charge) };
  }

  /** All of them. @throws what {@link StripeCalls.run} throws for a read. */
  async refunds({ account, id }: ChargeKey): Promise<ReadRefund[]> {
    const refunds: ReadRefund[] = [];
    for (let after: string | undefined; ;) {
      const params = { charge: id, limit: 100, ...(after === undefined ? {} : { starting_after: after }) };
      const page: Stripe.ApiList<Stripe.Refund> = await this.stripe.run(
        (client, options) => client.refunds.list(params, options),
        { idempotencyKey: null, account },
      );
      refunds.push(...page.data.map(known));
      after = page.data.at(-1)?.id;
      if (!page.has_more || after === undefined) return refunds;
    }
  }
}

const known = ({ id, amount, status, created, metadata }: Stripe.Refund): ReadRefund => ({
  id,
  amount,
  status,
  live: status !== 'failed' && status !== 'canceled',
  createdAt: new Date(created * 1000),
  requestId: metadata?.[REQUEST_KEY] ?? null,
});
