import type { Progress } from '../../backfill/progress.repository.js';
import { BackfillLines } from './backfill-lines.js';
import { resultText } from './backfill-text.js';

const at: Progress = {
  account: '',
  type: 'customer',
  after: null,
  pages: 1,
  objects: 100,
  failed: 0,
  finishedAt: null,
};

let lines: string[];
let clock: number;
let report: BackfillLines;

beforeEach(() => {
  lines = [];
  clock = 0;
  report = new BackfillLines(
    (line) => lines.push(line),
    () => clock,
  );
});

it('says at most once a second where a list stands', () => {
  for (; clock < 2_500; clock += 100) report.moves({ ...at, objects: clock }, null);
  expect(lines).toEqual(['customer: 0 objects', 'customer: 1,000 objects', 'customer: 2,000 objects']);
  report.moves({ ...at, account: 'acct_1', objects: 1, failed: 1 }, { done: 20, of: 4_000 });
  expect(lines[3]).toBe('acct_1 customer: 1 object, 1 of them failed (20 of 4,000 customers)');
});

it('says at once what has ended, failed or been refused', () => {
  const ended = { ...at, objects: 1_234, finishedAt: new Date('2026-11-21T10:00:00Z') };
  report.moves(at, null);
  report.moves(ended, null);
  report.ends(ended, false);
  report.ends({ ...ended, type: 'price' }, true);
  report.objectFails({ account: '', type: 'invoice', id: 'in_1' }, 'amount_due is not a whole number.');
  report.objectFails({ account: 'acct_1', type: 'invoice', id: '' }, 'id is not an id.');
  report.isRefused('', 'review', 'Stripe refused the request.');
  report.isRefused('acct_1', null, '');
  expect(lines).toEqual([
    'customer: 100 objects',
    'customer: 1,234 objects, done',
    'price: 1,234 objects, done 2026-11-21T10:00:00.000Z',
    'FAILED invoice in_1: amount_due is not a whole number.',
    'FAILED acct_1 invoice (no id): id is not an id.',
    'LEFT OUT review: Stripe refused the request.',
    'LEFT OUT acct_1: not connected to this account (any more)',
  ]);
});

it('sums up', () => {
  expect(resultText({ objects: 10_000, failed: 0, refused: 0 })).toBe('Complete: 10,000 objects.');
  expect(resultText({ objects: 1, failed: 1, refused: 2 })).toBe(
    'Complete: 1 object. 1 object failed; when the cause is mended: --restart with their --type. 2 lists left out.',
  );
});
