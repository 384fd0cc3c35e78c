import { invalidRequest } from '../engine/errors.js';
import { Random } from '../random.js';
import type { Fault, FaultRule } from './fault.js';
import { RateLimiter } from './rate-limiter.js';

interface Standing {
  readonly id: number;
  readonly rule: FaultRule;
  readonly path: RegExp;
  /** How many requests it still meets; Infinity when only chance decides. */
  left: number;
  struck: number;
}

/** What goes wrong with the API, on demand. The same seed and requests give the same faults. */
export class Faults {
  private readonly random: Random;
  private readonly limiter = new RateLimiter();
  private standing: Standing[] = [];
  private added = 0;

  constructor(seed: string | number) {
    this.random = new Random(`faults ${seed}`);
  }

  /**
   * ```ts
   * sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path: '/v1/refunds' }); // the next refund
   * sandbox.faults.add({ fault: 'rate_limit', probability: 0.2 }); // one request in five, until cleared
   * ```
   *
   * @returns the id by which it can be removed
   */
  add(rule: FaultRule): number {
    check(rule);
    this.added += 1;
    const { times, probability, path = '*' } = rule;
    const left = times ?? (probability === undefined ? 1 : Infinity);
    this.standing.push({ id: this.added, rule, path: patternOf(path), left, struck: 0 });
    return this.added;
  }

  remove(id: number): void {
    this.standing = this.standing.filter((one) => one.id !== id);
  }

  /** No faults, and no limit. */
  clear(): void {
    this.standing = [];
    this.limitRate(null);
  }

  /** A real limit, so many requests a second and account, as Stripe's: 25 in a sandbox of theirs, 100 live. Null: none. */
  limitRate(requestsPerSecond: number | null): void {
    if (requestsPerSecond !== null && !(requestsPerSecond > 0)) {
      throw invalidRequest('The limit must be more than 0 requests a second.', 'requestsPerSecond');
    }
    this.limiter.requestsPerSecond = requestsPerSecond;
  }

  /** What stands, and how many requests each has met. */
  list(): (FaultRule & { id: number; struck: number })[] {
    return this.standing.map(({ id, rule, struck }) => ({ ...rule, id, struck }));
  }

  /** The fault that meets this request, if one does: the oldest that is aimed at it. */
  draw(request: { method: string; path: string; account: string }): Fault | undefined {
    if (!this.limiter.admits(request.account)) return { fault: 'rate_limit' };
    for (const one of this.standing) {
      const { method, probability = 1 } = one.rule;
      const aimed = (!method || method.toUpperCase() === request.method) && one.path.test(request.path);
      if (!aimed || one.left === 0 || !this.random.chance(probability)) continue;
      one.left -= 1;
      one.struck += 1;
      return one.rule;
    }
    return undefined;
  }
}

function patternOf(path: string): RegExp {
  const literal = path.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}

function check({ times, probability }: FaultRule): void {
  if (times !== undefined && !(Number.isInteger(times) && times > 0)) {
    throw invalidRequest('times must be a whole number from 1.', 'times');
  }
  if (probability !== undefined && !(probability > 0 && probability <= 1)) {
    throw invalidRequest('probability must be above 0 and at most 1.', 'probability');
  }
}
