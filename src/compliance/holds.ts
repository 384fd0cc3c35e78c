import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { Caller } from '../auth/caller.js';
import { HeldError } from './compliance.errors.js';
import { HeldRepository, type HeldAction, type Intended } from './held.repository.js';
import { HeldRequestRepository } from './refusals/held-request.repository.js';

/** What a caller is about to do, in its own account unless said. What else is left out is not known, or does not apply. */
export interface Sought extends Partial<Omit<Intended, 'action'>> {
  readonly action: HeldAction;
}

/** Lets nothing through that an operator's rule holds, or a bank's word. Ask before Stripe is asked. */
@Injectable()
export class Holds {
  constructor(
    private readonly rows: HeldRepository,
    private readonly refusals: HeldRequestRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(Holds.name);
  }

  /**
   * One statement when nothing is held. Not within a transaction: what was refused is noted for good, also when the
   * caller's transaction is rolled back.
   *
   * @throws {HeldError} which does not say why: operators see it at `GET /stripe/compliance/refusals`.
   */
  async refuseHeld(caller: Caller, sought: Sought): Promise<void> {
    const intended: Intended = { ...NOTHING_KNOWN, account: caller.account, ...sought };
    const holds = await this.rows.holdsOn(intended);
    if (holds.length === 0) return;
    await this.refusals.note(caller, intended, holds);
    this.logger.info(
      { action: intended.action, holds: holds.map(({ id }) => id), requestId: caller.requestId },
      'a request was refused: it is held',
    );
    throw new HeldError();
  }
}

const NOTHING_KNOWN = {
  tenantId: null,
  customerId: null,
  priceId: null,
  quantity: null,
  chargeId: null,
  amount: null,
  currency: null,
} as const;
