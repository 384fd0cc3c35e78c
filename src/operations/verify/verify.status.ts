import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { StripeGateway } from '../../stripe/stripe.gateway.js';
import { VERIFY_OVERDUE } from '../alerts/thresholds.js';
import { VerifyRunRepository, type LastVerifyRun } from './verify-run.repository.js';

/** Seconds after the start: a machine that was off for a week has had no time for its first run yet. */
const SETTLING = 3_600;

/** What health says of the comparisons with Stripe. */
@Injectable()
export class VerifyStatus {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly gateway: StripeGateway,
    private readonly runs: VerifyRunRepository,
  ) {}

  /** `state` is of the last one; null when there was none yet. */
  async read(): Promise<{ state: LastVerifyRun | null; reasons: string[] }> {
    const state = (await this.runs.last()) ?? null;
    const reasons: string[] = [];
    if (state && state.open > 0) {
      reasons.push(`rows that are not what Stripe says: ${state.open}, see docs/verify.md`);
    }
    const isExpected = this.gateway.available && this.env.VERIFY_SAMPLE > 0 && process.uptime() > SETTLING;
    const verifiedAt = isExpected ? await this.runs.lastScheduledAt() : null;
    if (verifiedAt && Date.now() - verifiedAt.getTime() > VERIFY_OVERDUE * 1_000) {
      reasons.push('rows were not compared with Stripe for 3 days, see docs/verify.md');
    }
    return { state, reasons };
  }
}
