import type { Response } from 'express';
import { StripeApiError } from '../engine/errors.js';

/** What the API says. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** JSON as Stripe writes it: two spaces, keys as they come. */
export function jsonOf(body: unknown): string {
  return JSON.stringify(body, null, 2);
}

export function answer(response: Response, status: number, body: unknown): void {
  response.status(status).type('application/json').send(jsonOf(body));
}

/** Stripe's error body. Never without `error`: its SDK takes a 404 without that key for a success. */
export function errorBody(error: unknown): { status: number; body: { error: Record<string, unknown> } } {
  if (error instanceof StripeApiError) {
    const { status, code, ...rest } = error.details;
    const docs = code && { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` };
    return { status, body: { error: { ...rest, ...docs } } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    status: statusOf(error),
    body: { error: { type: statusOf(error) < 500 ? 'invalid_request_error' : 'api_error', message } },
  };
}

/** Body parsers throw errors that bear a status (malformed JSON, too large a body). */
function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
}
