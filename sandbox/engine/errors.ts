type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

interface ErrorDetails {
  status: number;
  type: ErrorType;
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  /** The intent whose attempt failed, as Stripe adds it to card errors. */
  payment_intent?: object;
  setup_intent?: object;
}

/** A refusal in Stripe's own words: the API answers `{"error":{type,code,message,param}}` with this status. */
export class StripeApiError extends Error {
  override readonly name = 'StripeApiError';

  constructor(readonly details: ErrorDetails) {
    super(details.message);
  }
}

export function invalidRequest(message: string, param?: string, code?: string): StripeApiError {
  return new StripeApiError({
    status: 400,
    type: 'invalid_request_error',
    message,
    ...(code && { code }),
    ...(param && { param }),
  });
}

export function missingParameter(param: string): StripeApiError {
  return invalidRequest(`Missing required param: ${param}.`, param, 'parameter_missing');
}

export function resourceMissing(noun: string, id: string, param = 'id'): StripeApiError {
  return new StripeApiError({
    status: 404,
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${noun}: '${id}'`,
    param,
  });
}

/** What a key cannot see and what does not exist are one answer. */
export function accountInvalid(id: string): StripeApiError {
  return new StripeApiError({
    status: 403,
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
  });
}

export function cardDeclined(declineCode: string, intent?: object): StripeApiError {
  return new StripeApiError({
    status: 402,
    ...(intent && { payment_intent: intent }),
    type: 'card_error',
    code: 'card_declined',
    decline_code: declineCode,
    message: 'Your card was declined.',
  });
}
