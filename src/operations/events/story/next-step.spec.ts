import type { EventRow } from '../event.answers.js';
import { nextStep } from './next-step.js';

const NOW = new Date('2026-08-01T12:00:00Z');
const EARLIER = new Date('2026-08-01T11:59:00Z');
const LATER = new Date('2026-08-01T12:01:00Z');

const row = (fields: Partial<EventRow>): EventRow => ({
  logId: '1',
  id: 'evt_1',
  type: 'invoice.paid',
  object: 'in_1',
  account: '',
  livemode: false,
  apiVersion: null,
  source: 'webhook',
  status: 'received',
  verdict: null,
  supersededBy: null,
  errorClass: null,
  error: null,
  failures: 0,
  createdAt: EARLIER,
  receivedAt: EARLIER,
  processedAt: null,
  nextAttemptAt: null,
  ...fields,
});

it.each<[Partial<EventRow>, string, string | null]>([
  [{ status: 'processed' }, 'settled', null],
  [{ status: 'ignored' }, 'settled', null],
  [{ status: 'dead' }, 'dead', null],
  [{ status: 'received', nextAttemptAt: EARLIER }, 'due', EARLIER.toISOString()],
  [{ status: 'failed', nextAttemptAt: LATER, errorClass: 'transient' }, 'retry', LATER.toISOString()],
  [{ status: 'failed', nextAttemptAt: EARLIER, errorClass: 'transient' }, 'due', EARLIER.toISOString()],
  [{ status: 'failed', nextAttemptAt: EARLIER, errorClass: 'reread' }, 'waits_for_stripe', EARLIER.toISOString()],
])('%o: %s', (fields, code, at) => {
  expect(nextStep(row(fields), NOW)).toMatchObject({ code, at });
});
