import { describeError } from '../../common/describe-error.js';
import { CountinghouseError } from '../../common/errors.js';
import { NotFoundError } from '../../common/request.errors.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** Several addresses of a host that all refuse are one error without a message of its own. */
function textOf(error: unknown): string {
  if (error instanceof CountinghouseError) return describeError(error);
  if (error instanceof AggregateError && error.message === '') return textOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** A command that fails says why in one line, without a stack. @returns how it ends. */
export function explain(error: unknown, { say, stop }: Pick<Terminal, 'say' | 'stop'>): ExitCode {
  if (stop.aborted) {
    say('Stopped.');
    return EXIT.interrupted;
  }
  say(textOf(error));
  return error instanceof NotFoundError ? EXIT.takenOrAbsent : EXIT.incomplete;
}
