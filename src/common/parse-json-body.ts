import { MalformedJsonError } from './request.errors.js';

/** Objects and lists within each other. No body of ours has five; what walks through them by itself stays on the stack. */
const DEEPEST = 20;

const isShallow = (value: unknown, left: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (left > 0 && Object.values(value).every((inner) => isShallow(inner, left - 1)));

/** @throws {MalformedJsonError} also for bytes that are no UTF-8, and for what is nested more than 20 deep. */
export function parseJsonBody(bytes: Uint8Array): unknown {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MalformedJsonError();
  }
  if (!isShallow(body, DEEPEST)) throw new MalformedJsonError();
  return body;
}
