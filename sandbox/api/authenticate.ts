import type { NextFunction, Request, Response } from 'express';
import { answer } from './answer.js';

/** `Bearer sk_test_...`, or the key as the user name of Basic, as Stripe's curl examples have it. */
function keyOf(authorization: string | undefined): string {
  const [scheme, value = ''] = (authorization ?? '').split(' ');
  if (scheme === 'Basic') return Buffer.from(value, 'base64').toString().split(':')[0] ?? '';
  return scheme === 'Bearer' ? value : '';
}

/** Any test key is welcome; live keys are refused, so that no real one is ever used here by mistake. */
export function authenticate(request: Request, response: Response, next: NextFunction): void {
  const key = keyOf(request.headers.authorization);
  if (/^[sr]k_test_\w+$/.test(key)) {
    next();
    return;
  }
  const message = key
    ? 'Invalid API Key provided. The sandbox takes keys that begin with sk_test_ or rk_test_.'
    : 'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.';
  answer(response, 401, { error: { message, type: 'invalid_request_error' } });
}
