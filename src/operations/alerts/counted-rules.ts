import { counted } from '../figures.js';
import { totalOf, type Tallies } from '../processes/counted.js';
import { above, partOf, type Measured } from './measured.js';
import type { Observed } from './observed.js';
import {
  DUPLICATES_LEAST,
  DUPLICATES_MOST,
  FAILED_ANSWERS_LEAST,
  FAILED_ATTEMPTS_LEAST,
  SIGNATURE_FAILURES,
  SUCCESS_LEAST,
} from './thresholds.js';

/** A request without any signature is a scanner: no failure of a signature. */
const SCANNER = 'no_signature_header';

/** Clear again at half as many: those of one hour leave it as slowly as they came. */
export function signatureFailures({ lastHour: { refused } }: Observed): Measured {
  const failures = totalOf(refused) - (refused[SCANNER] ?? 0);
  return above(failures, SIGNATURE_FAILURES, SIGNATURE_FAILURES / 2, (count) => {
    const [word, most] = commonest({ ...refused, [SCANNER]: 0 });
    return `${counted(count, 'webhook')} within an hour, ${most} of them ${word}`;
  });
}

export function webhookSuccess({ lastQuarter: { answers } }: Observed): Measured {
  const beginning = (digit: string): number =>
    totalOf(Object.fromEntries(Object.entries(answers).filter(([code]) => code.startsWith(digit))));
  const [accepted, failed] = [beginning('2'), beginning('5')];
  return share(failed, failed + accepted, 1 - SUCCESS_LEAST, FAILED_ANSWERS_LEAST, 'answers failed');
}

export function eventSuccess({ lastQuarter: { settled, retried } }: Observed): Measured {
  const failed = retried + (settled['dead'] ?? 0);
  return share(failed, retried + totalOf(settled), 1 - SUCCESS_LEAST, FAILED_ATTEMPTS_LEAST, 'attempts failed');
}

export const duplicates = ({ lastHour: { received, redelivered } }: Observed): Measured =>
  share(redelivered, received + redelivered, DUPLICATES_MOST, DUPLICATES_LEAST, 'webhooks brought nothing new');

/** More than so large a part of all, and no fewer than so many. Clear at half the share. */
function share(part: number, whole: number, most: number, least: number, words: string): Measured {
  if (part === 0) return { fires: false, isClear: true, value: partOf(0, whole, words) };
  const { fires, isClear, value } = above(part / whole, most, most / 2, () => partOf(part, whole, words));
  return { fires: fires && part >= least, isClear, value };
}

function commonest(tallies: Tallies): readonly [word: string, count: number] {
  return Object.entries(tallies).reduce((most, entry) => (entry[1] > most[1] ? entry : most), ['', 0]);
}
