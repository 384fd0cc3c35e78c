import { HttpException } from '@nestjs/common';
import { CountinghouseError } from './errors.js';
import type { ProblemCode } from './problem-codes.js';

/** What a caller is told of an error (RFC 9457); the request's id is added to it. `code` is stable, `title` is not. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly [member: string]: unknown;
}

/** What was answered before, to be answered again. */
export class KeptProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

const OURS: Problem = { title: 'Something went wrong on our side.', status: 500, code: 'internal' };

/** What the framework says by a status alone. */
const BY_STATUS: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  400: ['bad_request', 'The request is malformed.'],
  401: ['unauthorized', 'The request bears no valid token.'],
  403: ['forbidden', 'The caller may not do this.'],
  404: ['not_found', 'There is nothing here.'],
  413: ['payload_too_large', 'The body is too large.'],
  415: ['unsupported_media_type', 'The body must be application/json in UTF-8, not compressed.'],
  429: ['too_many_requests', 'Too many requests. Try again later.'],
  503: ['unavailable', 'Not available. Try again shortly.'],
};

const AWAY: Problem = { title: 'Not available. Try again shortly.', status: 503, code: 'unavailable' };

/**
 * SQLSTATE classes and the system's own codes of a connection that cannot be had, or is gone; and of a statement that ran
 * out of time: 57014 by itself, 55P03 while it waited for a lock.
 */
const CONNECTION_CODE =
  /^(08...|57P0[123]|57014|55P03|53300|E(CONNREFUSED|CONNRESET|TIMEDOUT|PIPE|AI_AGAIN)|ENOTFOUND)$/;
/** What pg says of it without a code. */
const CONNECTION_WORDS = /^(Connection terminated|timeout exceeded when trying to connect)/;

/** Whether the database does not answer: nobody's mistake, and it may pass. Not by `instanceof`: the system's errors. */
function isAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && CONNECTION_CODE.test(String(error.code))) return true;
  return 'message' in error && CONNECTION_WORDS.test(String(error.message));
}

/** Of an exception of Nest's, or of Express and its parsers. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

/** Nothing of the inside gets out: what is not one of our errors is told by its status alone. */
export function problemOf(error: unknown): Problem {
  if (error instanceof KeptProblem) return error.problem;
  if (error instanceof CountinghouseError) {
    return { title: error.message, status: error.status, code: error.code, ...error.members };
  }
  if (isAway(error)) return AWAY;
  const status = statusOf(error);
  if (status === undefined) return OURS;
  const [code, title] = BY_STATUS[status] ?? [status < 500 ? 'bad_request' : 'internal', 'The request failed.'];
  return { title, status, code };
}
