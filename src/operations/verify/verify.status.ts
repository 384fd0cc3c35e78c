import { Injectable } from '@nestjs/common';
import { VerifyRunRepository, type LastVerifyRun } from './verify-run.repository.js';

/** What health says of the last comparison with Stripe. */
@Injectable()
export class VerifyStatus {
  constructor(private readonly runs: VerifyRunRepository) {}

  /** Null when there was none yet. */
  async read(): Promise<{ state: LastVerifyRun; reasons: string[] } | null> {
    const state = await this.runs.last();
    if (!state) return null;
    const reasons = state.open > 0 ? [`rows that are not what Stripe says: ${state.open}, see docs/verify.md`] : [];
    return { state, reasons };
  }
}
