import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from './describe-error.js';
import { CountinghouseError } from './errors.js';
import { LogThrottle } from './log-throttle.js';

/** RFC 9457 problem details; `code` is stable. */
interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

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
    if (error instanceof CountinghouseError && error.retryAfter !== undefined) {
      httpAdapter.setHeader(response, 'Retry-After', String(error.retryAfter));
    }
    const problem = problemOf(error);
    const suppressed = problem.status >= 500 ? this.failures.admit(problem.code) : null;
    if (suppressed !== null) {
      this.logger.error({ code: problem.code, reason: describeError(error), suppressed }, 'request failed');
    }
    httpAdapter.setHeader(response, 'Content-Type', 'application/problem+json; charset=utf-8');
    httpAdapter.reply(response, bodyOf(error) ?? problem, problem.status);
  }
}

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

function problemOf(error: unknown): Problem {
  if (error instanceof CountinghouseError) return { status: error.status, code: error.code, title: error.message };
  if (error instanceof HttpException) {
    const status = error.getStatus();
    return {
      status,
      code: HTTP_CODES[status] ?? `http_${status}`,
      title: HTTP_TITLES[status] ?? 'The request failed.',
    };
  }
  return { status: 500, code: 'internal', title: 'Something went wrong on our side.' };
}

const HTTP_CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  404: 'not_found',
  503: 'unavailable',
};
const HTTP_TITLES: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  401: 'The request bears no valid token.',
  404: 'There is nothing here.',
  503: 'Not available. Try again shortly.',
};
