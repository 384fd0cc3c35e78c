import { ProblemError } from '../../../client/problem-error.js';

type Parameter = string | number | boolean | null | undefined;

export interface Asked {
  /** What is undefined, null or '' is left out. */
  readonly query?: Readonly<Record<string, Parameter>> | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

/** What every request of this page bears: a page of another origin cannot add it, so the cookie alone opens nothing. */
export const MARK = { 'X-Countinghouse-Console': '1' } as const;

export const urlOf = (path: string, query: NonNullable<Asked['query']> = {}): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};

/** 128 random bits: a request whose answer is lost is done once, however often it is sent. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

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
  const { query, body, signal } = asked;
  const response = await fetch(urlOf(path, query), {
    method,
    credentials: 'same-origin',
    headers: {
      ...MARK,
      Accept: 'application/json',
      ...(method === 'GET' ? {} : { 'Idempotency-Key': newKey() }),
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
