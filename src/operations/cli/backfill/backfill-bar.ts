import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { ObjectRef } from '../../../stripe/needs-reread.js';
import type { BackfillReport, CustomerCount } from '../../backfill/backfill-report.js';
import type { Progress } from '../../backfill/progress.repository.js';
import { endText, failureText, movedText, refusalText } from './backfill-text.js';

/** A backfill told by a bar of lists, on a terminal. Stripe does not say how long a list is. */
export class BackfillBar implements BackfillReport {
  private readonly bars: MultiBar;
  private bar: SingleBar | null = null;

  constructor(private readonly stream: NodeJS.WritableStream) {
    const format = '{bar} {value} of {total} lists  {text}';
    // Ctrl-C ends the run after the page in hand, and the bar with it.
    this.bars = new MultiBar({ stream, format, gracefulExit: false, hideCursor: true }, Presets.shades_classic);
  }

  begins(lists: number): void {
    this.bar = this.bars.create(lists, 0, { text: '' });
  }

  moves(progress: Progress, customers: CustomerCount | null): void {
    this.bar?.update({ text: movedText(progress, customers) });
  }

  ends(progress: Progress, before: boolean): void {
    this.bar?.increment({ text: '' });
    this.say(endText(progress, before));
  }

  objectFails(ref: ObjectRef, reason: string): void {
    this.say(failureText(ref, reason));
  }

  isRefused(account: string, type: string | null, reason: string): void {
    if (type !== null) this.bar?.increment({ text: '' });
    this.say(refusalText(account, type, reason));
  }

  /** A line beside the bar, or before there is one. */
  note(line: string): void {
    if (this.bar) this.say(line);
    else this.stream.write(`${line}\n`);
  }

  /** Leaves the terminal as it was. */
  stop(): void {
    if (!this.bar) return;
    this.bars.update(); // what is still to be said
    this.bars.stop();
  }

  private say(line: string): void {
    this.bars.log(`${line}\n`);
  }
}
