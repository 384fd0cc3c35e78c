import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { AuditedCalls, type AskedBy } from '../../audit/audited-calls.js';
import { tenantOf } from '../../auth/caller.js';
import { NotFoundError } from '../../common/request.errors.js';
import { idOf } from '../../stripe/shapes/id.js';
import { CheckoutInFlightError } from '../billing.errors.js';
import { OpenCheckoutRepository, type FormerSession } from './open-checkout.repository.js';

/**
 * Ends the session that the tenant had open. When it was paid meanwhile: whether the rows show the subscription by now. They
 * may not have done so when they were read, or for good know nothing of the session, where its events are not sent here.
 */
export type EndFormer = () => Promise<'shown' | 'unshown' | null>;

/**
 * A tenant has one checkout of a subscription open at a time. Of two open ones both could be paid, and each would begin
 * with a trial, though no subscription is there when they are opened.
 */
@Injectable()
export class OpenCheckouts {
  constructor(
    private readonly places: OpenCheckoutRepository,
    private readonly stripe: AuditedCalls,
  ) {}

  /**
   * @param open reads the tenant's subscriptions, refuses or not, ends the former session, and opens the new one.
   * @throws {CheckoutInFlightError} and what `open` throws: the former session then stays, unless it was ended.
   */
  async open(
    by: AskedBy,
    open: (endFormer: EndFormer) => Promise<Stripe.Checkout.Session>,
  ): Promise<Stripe.Checkout.Session> {
    const place = { account: by.caller.account, tenantId: tenantOf(by.caller), lease: randomUUID() };
    const former = await this.places.take(place);
    if (!former) throw new CheckoutInFlightError();
    try {
      const session = await open(() => this.end(by, former));
      if (await this.places.note(place, session.id, by.idempotencyKey)) return session;
      await this.expire(by, session.id); // who took the place meanwhile knows nothing of it
      throw new CheckoutInFlightError();
    } catch (error) {
      await this.places.release(place).catch(() => undefined); // the lease ends by itself
      throw error;
    }
  }

  private async end(by: AskedBy, { id, requestKey, settled }: FormerSession): ReturnType<EndFormer> {
    if (id === null || settled || requestKey === by.idempotencyKey) return null;
    const ended = await this.expire(by, id);
    if (ended?.status !== 'complete') return null;
    const bought = idOf(ended.subscription);
    return bought !== null && (await this.places.isKnown(by.caller.account, bought)) ? 'shown' : 'unshown';
  }

  /** What it is afterwards; null when Stripe knows it no more. */
  private async expire(by: AskedBy, id: string): Promise<Stripe.Checkout.Session | null> {
    try {
      return await this.stripe.run(
        (client, options) => expired(client, options, id),
        { ...by, idempotencyKey: `${by.idempotencyKey}-expire-${id}` },
        {
          action: 'checkout_session.expire',
          object: { type: 'checkout_session', id },
          before: null,
          after: null,
        },
        (after) => ({ after: { status: after.status } }),
      );
    } catch (error) {
      if (error instanceof NotFoundError) return null;
      throw error;
    }
  }
}

/** Stripe calls it an error when the session is not open any more: a look at it tells what it is. */
async function expired(
  client: Stripe,
  { idempotencyKey = '', ...forRead }: Stripe.RequestOptions,
  id: string,
): Promise<Stripe.Checkout.Session> {
  try {
    return await client.checkout.sessions.expire(id, {}, { ...forRead, idempotencyKey });
  } catch (error) {
    const found = await client.checkout.sessions.retrieve(id, {}, forRead).catch(() => null);
    if (found !== null && found.status !== 'open') return found;
    throw error;
  }
}
