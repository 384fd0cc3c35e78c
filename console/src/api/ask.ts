import { ProblemError } from '../../../client/problem-error.js';
import { mark } from './mark.js';

type Parameter = string | number | boolean | null | undefined;

export interface Asked {
  /** What is undefined, null or '' is left out. */
  readonly query?: Readonly<Record<string, Parameter>> | undefined;
  readonly body?: unknown;
  /** Of what changes something. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | null | undefined;
}

export const urlOf = (path: string, query: NonNullable<Asked['query']> = {}): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};

/** Undefined when it is no JSON, because something in front of the backend has answered. */
function json(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Asks the backend as whoever is signed in.
 *
 * @returns the body of the answer, of the type that its description says: it is not checked again here.
 * @throws {ProblemError}
 */
export async function ask<Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, asked: Asked = {}): Promise<Answer> {
  const { query, body, idempotencyKey, signal } = asked;
  const response = await fetch(urlOf(path, query), {
    method,
    credentials: 'same-origin',
    headers: {
      ...mark(),
      Accept: 'application/json',
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  const text = await response.text();
  const answer = text === '' ? null : json(text);
  if (!response.ok || answer === undefined) throw new ProblemError(response, answer);
  return answer;
}
