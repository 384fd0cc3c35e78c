import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from './describe-error.js';
import { CountinghouseError } from './errors.js';
import { LogThrottle } from './log-throttle.js';
import { problemOf, type Problem } from './problem.js';

/** The only place that turns an error into an answer. Nothing of the inside gets out. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly failures = new LogThrottle(10, 60_000);

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(ErrorFilter.name);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const response: unknown = host.switchToHttp().getResponse();
    const { httpAdapter } = this.adapters;
    if (httpAdapter.isHeadersSent(response)) return;
    // A webhook has none: whatever is wrong with it, the answer is the same.
    const requestId: unknown = httpAdapter.getHeader(response, 'X-Request-Id');
    if (error instanceof CountinghouseError && error.headers !== undefined) {
      for (const [name, value] of Object.entries(error.headers)) httpAdapter.setHeader(response, name, value);
    }
    const problem = problemOf(error);
    const retryAfter = retryAfterOf(error, problem);
    if (retryAfter !== undefined) httpAdapter.setHeader(response, 'Retry-After', String(retryAfter));
    const suppressed = problem.status >= 500 ? this.failures.admit(problem.code) : null;
    if (suppressed !== null) {
      this.logger.error({ code: problem.code, requestId, reason: describeError(error), suppressed }, 'request failed');
    }
    httpAdapter.setHeader(response, 'Content-Type', 'application/problem+json; charset=utf-8');
    httpAdapter.reply(response, bodyOf(error) ?? { ...problem, requestId }, problem.status);
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
