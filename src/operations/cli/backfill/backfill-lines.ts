import type { ObjectRef } from '../../../stripe/needs-reread.js';
import type { BackfillReport, CustomerCount } from '../../backfill/backfill-report.js';
import type { Progress } from '../../backfill/progress.repository.js';
import { endText, failureText, movedText, refusalText } from './backfill-text.js';

/** Milliseconds between two lines of one list. */
const INTERVAL = 1_000;

/** A backfill told line by line: for a log. */
export class BackfillLines implements BackfillReport {
  private list = '';
  private lastLine = 0;

  constructor(
    private readonly print: (line: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  begins(): void {}

  moves(progress: Progress, customers: CustomerCount | null): void {
    const list = `${progress.account} ${progress.type}`;
    if (list === this.list && this.now() - this.lastLine < INTERVAL) return;
    this.list = list;
    this.lastLine = this.now();
    if (progress.finishedAt === null) this.print(movedText(progress, customers));
  }

  ends(progress: Progress, before: boolean): void {
    this.print(endText(progress, before));
  }

  objectFails(ref: ObjectRef, reason: string): void {
    this.print(failureText(ref, reason));
  }

  isRefused(account: string, type: string | null, reason: string): void {
    this.print(refusalText(account, type, reason));
  }
}
