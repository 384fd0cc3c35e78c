import type { VerifyReport, VerifyResult } from '../verify/verify-run.js';
import type { VerifyFigures } from './run.answers.js';

/** Counts what a run tells, as it tells it. */
export class VerifyTally {
  private counts: VerifyFigures = {
    checked: 0,
    different: 0,
    gone: 0,
    failed: 0,
    refused: 0,
    repaired: 0,
    type: null,
    removalStopped: false,
  };

  get figures(): VerifyFigures {
    return this.counts;
  }

  readonly report: VerifyReport = {
    moves: (type, checked) => this.set({ type, checked }),
    differs: () => this.set({ different: this.counts.different + 1 }),
    isGone: () => this.set({ gone: this.counts.gone + 1 }),
    fails: () => this.set({ failed: this.counts.failed + 1 }),
    isRefused: () => this.set({ refused: this.counts.refused + 1 }),
    isRepaired: () => this.set({ repaired: this.counts.repaired + 1 }),
  };

  ended({ stopped, ...counts }: VerifyResult): void {
    this.set({ ...counts, type: null, removalStopped: stopped });
  }

  private set(counts: Partial<VerifyFigures>): void {
    this.counts = { ...this.counts, ...counts };
  }
}
