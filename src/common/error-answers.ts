import { HttpException, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from './describe-error.js';
import { CountinghouseError } from './errors.js';
import { LogThrottle } from './log-throttle.js';
import { problemOf, type Problem } from './problem.js';

/** What a caller gets instead of what was asked for. */
interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** The only place that turns an error into an answer. Nothing of the inside gets out; the log learns of our own faults. */
@Injectable()
export class ErrorAnswers {
  private readonly failures = new LogThrottle(10, 60_000);

  constructor(private readonly logger: PinoLogger) {
    logger.setContext(ErrorAnswers.name);
  }

  /** @param requestId a webhook has none: whatever is wrong with it, the answer is the same. */
  to(error: unknown, requestId?: unknown): ErrorAnswer {
    const problem = problemOf(error);
    const retryAfter = retryAfterOf(error, problem);
    const suppressed = problem.status >= 500 ? this.failures.admit(problem.code) : null;
    if (suppressed !== null) {
      this.logger.error({ code: problem.code, requestId, reason: describeError(error), suppressed }, 'request failed');
    }
    return {
      status: problem.status,
      headers: {
        ...(error instanceof CountinghouseError ? error.headers : {}),
        ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
        'Content-Type': 'application/problem+json; charset=utf-8',
      },
      body: bodyOf(error) ?? { ...problem, requestId },
    };
  }
}

/** Seconds after which what was away may be back. */
const AGAIN = 5;

const retryAfterOf = (error: unknown, { code }: Problem): number | undefined => {
  if (error instanceof CountinghouseError) return error.retryAfter;
  return code === 'unavailable' ? AGAIN : undefined;
};

/** A failed health check is told by name and state, without what the driver says of hosts. */
const bodyOf = (error: unknown): object | null => {
  const body: unknown = error instanceof HttpException ? error.getResponse() : null;
  if (typeof body !== 'object' || body === null || !('details' in body)) return null;
  const checks = Object.entries(body.details ?? {}).map(([name, state]: [string, { status?: unknown }]) => [
    name,
    { status: state.status },
  ]);
  return { status: 'error', checks: Object.fromEntries(checks) };
};
