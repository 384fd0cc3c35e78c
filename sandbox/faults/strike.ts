import type { Response } from 'express';
import { type Answer, answer, jsonOf } from '../api/answer.js';
import { executes, type Fault } from './fault.js';

const RATE_LIMITED = {
  error: {
    message: 'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
    type: 'invalid_request_error',
    code: 'rate_limit',
    doc_url: 'https://stripe.com/docs/error-codes/rate-limit',
  },
};

const UNAUTHORIZED = {
  error: {
    message: 'Expired API Key provided: the sandbox was told so.',
    type: 'invalid_request_error',
    code: 'api_key_expired',
  },
};

/** What Stripe says when it failed by itself. */
export const SERVER_ERROR: Answer = {
  status: 500,
  body: {
    error: {
      message: 'An unknown error occurred. The sandbox was told to fail this request.',
      type: 'api_error',
    },
  },
};

const UNAVAILABLE = '<html>\n<head><title>503 Service Temporarily Unavailable</title></head>\n</html>\n';

/** Answers a request as its fault has it. `work` carries the operation out, and is called once if at all. */
export function strike(fault: Fault | undefined, response: Response, work: () => Answer): void {
  const done = executes(fault);
  switch (fault?.fault) {
    case 'rate_limit':
      response.set({ 'Retry-After': String(fault.retryAfter ?? 1), 'Stripe-Rate-Limited-Reason': 'global-rate' });
      answer(response, 429, RATE_LIMITED);
      return;
    case 'unauthorized':
      answer(response, 401, UNAUTHORIZED);
      return;
    case 'unavailable':
      if (done) work();
      response.status(503).type('html').send(UNAVAILABLE);
      return;
    case 'reset':
      if (done) work();
      response.socket?.resetAndDestroy();
      return;
    case 'hang':
      if (done) work();
      return;
    case 'truncated':
      breakOff(response, work());
      return;
    case 'slow':
      setTimeout(() => send(response, work()), fault.delayMs).unref();
      return;
    default:
      send(response, work());
  }
}

function send(response: Response, { status, body, headers }: Answer): void {
  if (headers) response.set(headers);
  answer(response, status, body);
}

/** Promises the whole body and closes the connection after half of it. */
function breakOff(response: Response, { status, body }: Answer): void {
  const bytes = Buffer.from(jsonOf(body));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.destroySoon());
}
