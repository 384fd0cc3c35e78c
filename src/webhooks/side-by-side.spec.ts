import { NeedsReread } from '../stripe/needs-reread.js';
import { APPLIED, STORED, type Verdict } from '../stripe/verdict.js';
import type { ClaimedEvent } from './due-events.repository.js';
import { HandlersFailed, RereadsNeeded, sideBySide } from './side-by-side.js';

const tick = () => new Promise((resolve) => setImmediate(resolve));

const claimed = (logId: string, objectKey: string | null): ClaimedEvent => ({
  logId,
  id: `evt_${logId}`,
  type: 'customer.updated',
  apiVersion: null,
  account: '',
  livemode: false,
  objectKey,
  retryCount: 0,
  receivedAt: new Date(0),
  createdAt: new Date(0),
  waitedSeconds: 0,
  traceparent: null,
});

const reread = (id: string) => new NeedsReread({ account: '', id, type: 'customer' });

describe('sideBySide', () => {
  it('runs objects side by side, the events of one object in turn', async () => {
    const seen: string[] = [];
    const events = [claimed('1', 'cus_a'), claimed('2', 'cus_a'), claimed('3', 'cus_b'), claimed('4', null)];
    const verdicts = await sideBySide(events, async ({ logId }): Promise<Verdict> => {
      seen.push(`begins ${logId}`);
      await tick();
      seen.push(`ends ${logId}`);
      return logId === '3' ? STORED : APPLIED;
    });
    expect(seen.slice(0, 3)).toEqual(['begins 1', 'begins 3', 'begins 4']);
    expect(seen.indexOf('begins 2')).toBeGreaterThan(seen.indexOf('ends 1'));
    expect(events.map((event) => verdicts.get(event))).toEqual([APPLIED, APPLIED, STORED, APPLIED]);
  });

  it('tells all events that need a read, and throws a failure before them', async () => {
    const events = [claimed('1', 'cus_a'), claimed('2', 'cus_a'), claimed('3', 'cus_b'), claimed('4', 'cus_c')];
    const needing = sideBySide(events, ({ logId, objectKey }) =>
      logId === '4' ? Promise.resolve(APPLIED) : Promise.reject(reread(objectKey ?? '')),
    );
    const error = await needing.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RereadsNeeded);
    expect(error).toMatchObject({
      waiting: [{ event: { logId: '1' } }, { event: { logId: '3' } }, { event: { logId: '2' } }],
    });
    const failing = sideBySide(events, ({ logId }) =>
      Promise.reject(logId === '3' ? new TypeError('a mistake') : reread('cus')),
    );
    await expect(failing).rejects.toMatchObject({ suspects: [{ logId: '3' }], cause: { message: 'a mistake' } });
  });

  it('begins nothing after a failure, and ends when all that began have ended', async () => {
    const begun: string[] = [];
    let ended = false;
    const run = sideBySide([claimed('1', 'a'), claimed('2', 'b'), claimed('3', 'b')], async ({ logId }) => {
      begun.push(logId);
      if (logId === '1') throw new TypeError('first');
      await tick();
      ended = true;
      return APPLIED;
    });
    await expect(run).rejects.toBeInstanceOf(HandlersFailed);
    expect(ended).toBe(true);
    expect(begun).toEqual(['1', '2']);
  });

  it('does not suspect an event that only met a failed transaction', async () => {
    const aborted = Object.assign(new Error('current transaction is aborted'), { code: '25P02' });
    const failed = await sideBySide([claimed('1', 'a'), claimed('2', 'b')], ({ logId }) =>
      Promise.reject(logId === '1' ? aborted : new RangeError('out of range')),
    ).catch((error: unknown) => error);
    expect(failed).toMatchObject({ suspects: [{ logId: '2' }] });
    await expect(sideBySide([claimed('1', 'a')], () => Promise.reject(aborted))).rejects.toMatchObject({
      suspects: [{ logId: '1' }],
    });
  });
});
