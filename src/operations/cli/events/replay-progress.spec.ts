import { replayAnswer, type ReplayAnswer } from '../../events/replays/replay.answers.js';
import { isDone, progressText } from './replay-progress.js';

const state: ReplayAnswer = {
  ...replayAnswer.parse(replayAnswer.meta()?.['example']),
  events: 5,
  replayed: 2,
  reread: 2,
  refused: 1,
};

it.each([
  ['all are settled, or have failed again', { settled: 3, failed: 1 }, true],
  ['one that is read from Stripe again is still in hand', { settled: 3, failed: 0 }, false],
  ['none has had its turn', { status: 'running', replayed: 0, reread: 0, refused: 0, waiting: 5 }, false],
  ['it was stopped before any had', { status: 'stopped', replayed: 0, reread: 0, settled: 0 }, true],
] as const)('%s', (_, change, expected) => {
  expect(isDone({ ...state, settled: 0, failed: 0, ...change })).toBe(expected);
});

it('says how far it is', () => {
  expect(progressText({ ...state, waiting: 1, settled: 3, failed: 1 })).toBe(
    '4 of 5 made due, 3 settled, 1 failed again',
  );
});
