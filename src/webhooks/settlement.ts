import type { Verdict } from '../stripe/verdict.js';

/** What the log notes of an event that is settled. */
export interface Settlement {
  readonly logId: string;
  readonly status: 'processed' | 'ignored';
  readonly verdict: string;
  readonly supersededBy: string | null;
  readonly rereads: number;
}

const WORDS: ReadonlySet<string> = new Set<Verdict['verdict']>([
  'applied',
  'superseded',
  'duplicate',
  'ambiguous',
  'stored',
  'ignored',
]);

/** The verdict without what it says besides; `other` for what a handler in JavaScript may have made up. */
export function verdictWord(verdict: unknown): string {
  const [word = ''] = typeof verdict === 'string' ? verdict.split(':', 1) : [];
  return WORDS.has(word) ? word : 'other';
}

export function settlementOf(logId: string, verdict: Verdict | undefined, rereads: number): Settlement {
  const supersededBy =
    verdict?.verdict === 'superseded' ? verdict.by : verdict?.verdict === 'duplicate' ? verdict.of : null;
  return {
    logId,
    status: verdict?.verdict === 'ignored' ? 'ignored' : 'processed',
    verdict: verdict?.verdict === 'ignored' ? `ignored: ${verdict.reason}` : (verdict?.verdict ?? 'applied'),
    supersededBy,
    rereads,
  };
}
