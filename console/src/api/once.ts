import { ProblemError } from '../../../client/problem-error.js';

/** 128 random bits. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** By what they ask for, the keys of requests of which nobody has said yet how they ended. */
const open = new Map<string, string>();

/** Whether the answer says how it ended; else it may be done, or be under way. */
const isDecided = (error: unknown): boolean =>
  error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.code !== 'idempotency_in_flight';

/** Whoever sends again what was lost on its way, sends it under the same `Idempotency-Key`: it is done once. */
export async function once<Answer>(content: string, send: (key: string) => Promise<Answer>): Promise<Answer> {
  const key = open.get(content) ?? newKey();
  open.set(content, key);
  try {
    const answer = await send(key);
    open.delete(content);
    return answer;
  } catch (error) {
    if (isDecided(error)) open.delete(content);
    throw error;
  }
}
