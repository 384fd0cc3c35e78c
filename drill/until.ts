import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks until there is an answer.
 *
 * @param limit milliseconds. @throws {Error} saying what was waited for.
 */
export async function until<T>(what: string, limit: number, ask: () => Promise<T | undefined | false>): Promise<T> {
  for (const deadline = performance.now() + limit; ; await delay(250)) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`within ${limit / 1000} s not: ${what}`);
  }
}
