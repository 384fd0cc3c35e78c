import type { ObjectRef } from '../../../stripe/needs-reread.js';
import { counted } from '../../figures.js';
import { differenceText } from '../../verify/difference.js';
import type { VerifyReport } from '../../verify/verify-run.js';
import { ProgressLines } from '../progress-lines.js';
import type { Terminal } from '../terminal.js';

/** Findings that a JSON document holds at most; the counts are of all. */
const MOST = 10_000;

const nameOf = ({ account, type, id }: ObjectRef): string =>
  [account, type, id].filter((part) => part !== '').join(' ');

/** Of what was found, without anything personal. */
export interface Finding {
  readonly finding: 'different' | 'gone' | 'failed' | 'left_out' | 'repaired';
  readonly account: string;
  readonly type: string | null;
  readonly id: string | null;
  readonly text: string;
}

/** A comparison as it is told: each finding a line at once, or all of them in one document. */
export class VerifyFindings implements VerifyReport {
  readonly list: Finding[] = [];
  private readonly progress: ProgressLines;

  constructor(
    private readonly terminal: Terminal,
    private readonly json: boolean,
  ) {
    this.progress = new ProgressLines(terminal.say);
  }

  moves(type: string, checked: number): void {
    this.progress.tell(() => `${type}: ${counted(checked, 'object')} compared so far`);
  }

  differs(...[differences, lastEvent]: Parameters<VerifyReport['differs']>): void {
    const last = lastEvent ? `${lastEvent.id} ${lastEvent.type} ${lastEvent.created.toISOString()}` : 'none';
    for (const difference of differences) {
      const text = `${differenceText(difference)} (last event: ${last})`;
      this.add({ finding: 'different', ...difference.ref, text });
    }
  }

  isGone(ref: ObjectRef): void {
    this.add({ finding: 'gone', ...ref, text: `${nameOf(ref)}: here a row, there deleted or unknown` });
  }

  fails(ref: ObjectRef, reason: string): void {
    this.add({ finding: 'failed', ...ref, text: `FAILED ${nameOf(ref)}: ${reason}` });
  }

  isRefused(...[{ account, type }, reason]: Parameters<VerifyReport['isRefused']>): void {
    const text =
      type === null
        ? `LEFT OUT ${account}: not connected to this account (any more)`
        : `LEFT OUT ${[account, type].filter((part) => part !== '').join(' ')}: ${reason}`;
    this.add({ finding: 'left_out', account, type, id: null, text });
  }

  isRepaired(ref: ObjectRef): void {
    this.add({ finding: 'repaired', ...ref, text: `repaired ${nameOf(ref)}` });
  }

  private add(finding: Finding): void {
    if (!this.json) this.terminal.print(finding.text);
    else if (this.list.length < MOST) this.list.push(finding);
  }
}
