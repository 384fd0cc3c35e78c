import { tellingWaits, type Wait } from '../../stripe/patiently.js';
import { ProgressLines } from './progress-lines.js';
import type { Terminal } from './terminal.js';

const textOf = ({ error: { detail }, milliseconds }: Wait): string =>
  `Stripe does not answer (${detail ?? 'no reason'}): asked again in ${Math.ceil(milliseconds / 1000)} s`;

/** Work that may wait for Stripe for minutes, and says so at once; of twenty requests that wait together, once. */
export function whileWaiting<T>({ say }: Pick<Terminal, 'say'>, work: () => Promise<T>): Promise<T> {
  const lines = new ProgressLines(say, 0);
  return tellingWaits((wait) => lines.tell(() => textOf(wait)), work);
}
