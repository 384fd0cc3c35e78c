import type { Break } from './breaks/break.js';
import type { Check } from './drill.js';

/** One break, and all that was looked at. */
export interface Drilled {
  readonly name: string;
  readonly what: string;
  readonly remedy: string;
  readonly checks: readonly Check[];
}

export const isRight = ({ checks }: Drilled): boolean => checks.every((check) => check.isRight);

/** @param number of the break, from 1. */
export const headOf = ({ name, what }: Break, number: number, of: number): string =>
  `\n${number} of ${of}  ${name}: ${what}`;

export const lineOf = ({ check, isRight: right, text }: Check): string =>
  `  ${right ? 'ok   ' : 'WRONG'}  ${check.padEnd(12)}  ${text}`;

export const remedyOf = ({ remedy }: Break): string => `         ${'to do'.padEnd(12)}  ${remedy}`;

/** The last line. */
export function sumOf(drilled: readonly Drilled[], milliseconds: number): string {
  const wrong = drilled.filter((one) => !isRight(one)).map(({ name }) => name);
  const checks = drilled.reduce((sum, one) => sum + one.checks.length, 0);
  const took = `${Math.round(milliseconds / 1000)} s`;
  return wrong.length === 0
    ? `\n${drilled.length} breaks, ${checks} checks, all as they should be, in ${took}.`
    : `\n${wrong.length} of ${drilled.length} breaks were NOT as they should be: ${wrong.join(', ')}; in ${took}.`;
}
