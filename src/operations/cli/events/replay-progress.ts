import type { ReplayAnswer } from '../../events/replays/replay.answers.js';

export const progressText = ({ events, waiting, settled, failed }: ReplayAnswer): string =>
  `${events - waiting} of ${events} made due, ${settled} settled, ${failed} failed again`;

/** Whether workers have done with all that was made due, what is read from Stripe again among it. */
export const isDone = ({ status, replayed, reread, settled, failed }: ReplayAnswer): boolean =>
  status !== 'running' && settled + failed >= replayed + reread;
