import type { Verdict } from '../stripe/verdict.js';

/** What the log notes of an event that is settled. */
export interface Settlement {
  readonly logId: string;
  readonly status: 'processed' | 'ignored';
  readonly verdict: string;
  readonly supersededBy: string | null;
  readonly rereads: number;
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
