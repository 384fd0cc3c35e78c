import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../common/request.errors.js';
import type { CheckoutState } from './checkout.answers.js';
import { LandingWaits } from './landing-waits.js';
import { CheckoutStateRepository, type OwnSession } from './checkout-state.repository.js';

/** Milliseconds between two looks: a look costs a fraction of a millisecond, and a webhook takes a second. */
const BETWEEN_LOOKS = 200;

/** What the page that the customer comes back to needs to know. */
@Injectable()
export class CheckoutLanding {
  private readonly waits = new LandingWaits();

  constructor(private readonly sessions: CheckoutStateRepository) {}

  /**
   * Looks again until it is settled or the time is over, unless too many wait already.
   *
   * @param wait seconds. @throws {NotFoundError} when the tenant has no such session.
   */
  async stateOf(session: OwnSession, wait: number): Promise<CheckoutState> {
    const tenant = JSON.stringify([session.account, session.tenantId]);
    if (wait === 0 || !this.waits.begin(tenant)) return this.settled(session, 0);
    try {
      return await this.settled(session, wait);
    } finally {
      this.waits.end(tenant);
    }
  }

  /** Between two looks it holds nothing but a timer. */
  private async settled(session: OwnSession, wait: number): Promise<CheckoutState> {
    for (const deadline = performance.now() + wait * 1000; ; await delay(BETWEEN_LOOKS)) {
      const state = await this.sessions.find(session);
      if (!state) throw new NotFoundError();
      if (isSettled(state) || performance.now() + BETWEEN_LOOKS > deadline) return state;
    }
  }
}

/** Nothing more comes of it by itself. */
const isSettled = ({ status, active }: CheckoutState): boolean => active || status === 'expired';
