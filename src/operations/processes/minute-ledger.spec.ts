import { NOTHING, since, sumOf, type Counted } from './counted.js';
import { MinuteLedger } from './minute-ledger.js';

const MINUTE = 60_000;
const at = (minute: number, second = 0): number => minute * MINUTE + second * 1000;
const received = (count: number): Counted => ({ ...NOTHING, received: count });
const shown = (ledger: MinuteLedger) =>
  ledger.open().map(({ minute, ...counted }) => [minute.getTime() / MINUTE, counted.received]);

describe('what is not written yet', () => {
  it('is kept by the minute in which its counting began', () => {
    const ledger = new MinuteLedger();
    ledger.add(at(4, 30), received(2));
    ledger.add(at(4, 59), received(3));
    ledger.add(at(5), received(1));
    expect(shown(ledger)).toEqual([
      [4, 5],
      [5, 1],
    ]);
  });

  it('is forgotten once it is written, but for the minute in hand, which is written again as a whole', () => {
    const ledger = new MinuteLedger();
    ledger.add(at(4), received(2));
    ledger.add(at(5), received(1));
    ledger.written(ledger.open(), at(5, 10));
    expect(shown(ledger)).toEqual([[5, 1]]);
    ledger.add(at(5, 10), received(4));
    expect(shown(ledger)).toEqual([[5, 5]]);
  });

  it('is not forgotten for what was counted while it was under way', () => {
    const ledger = new MinuteLedger();
    ledger.add(at(4), received(2));
    const sent = ledger.open();
    ledger.add(at(4, 30), received(7)); // a shutdown, say
    ledger.add(at(5), received(1));
    ledger.written(sent, at(4, 30));
    expect(shown(ledger)).toEqual([
      [4, 9],
      [5, 1],
    ]);
  });

  it('goes on in the last minute when the clock is set back: a minute that was written is never begun anew', () => {
    const ledger = new MinuteLedger();
    ledger.add(at(9), received(1));
    ledger.add(at(7), received(2));
    expect(shown(ledger)).toEqual([[9, 3]]);
  });

  it('loses nothing in an outage of a day, and does not grow', () => {
    const ledger = new MinuteLedger();
    for (let minute = 0; minute < 1_440; minute += 1) ledger.add(at(minute), received(1));
    expect(ledger.open()).toHaveLength(120);
    expect(ledger.open().reduce((sum, counted) => sum + counted.received, 0)).toBe(1_440);
  });
});

it('what has been counted since is the difference, word by word', () => {
  const before: Counted = { ...NOTHING, received: 3, refused: { wrong_secret: 2, not_json: 1 }, retried: 1 };
  const now: Counted = {
    ...NOTHING,
    received: 10,
    refused: { wrong_secret: 2, not_json: 4, parsed_body: 1 },
    retried: 1,
  };
  expect(since(before, now)).toEqual({ ...NOTHING, received: 7, refused: { not_json: 3, parsed_body: 1 } });
  expect(sumOf(before, since(before, now))).toEqual(now);
});
