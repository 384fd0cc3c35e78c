import { isForbidden, isNotConnected } from '../../stripe/refusal.js';
import type { ObjectRef } from '../../stripe/needs-reread.js';

/** What Stripe refuses to show: one type of an account, or, `type` being null, all of it. */
export interface Refusal {
  readonly account: string;
  readonly type: string | null;
}

type Kind = Pick<ObjectRef, 'account' | 'type'>;

/** Null when the error says nothing of what else may be read: the account has left, or the key may not read the type. */
export function refusalIn(error: unknown, { account, type }: Kind): Refusal | null {
  if (account !== '' && isNotConnected(error)) return { account, type: null };
  return isForbidden(error) ? { account, type } : null;
}

/** What a run asks for no more: each further request would be refused alike. */
export class LeftOut {
  private readonly names = new Set<string>();

  add({ account, type }: Refusal): void {
    this.names.add(JSON.stringify([account, type]));
  }

  has({ account, type }: Kind): boolean {
    return [type, null].some((one) => this.names.has(JSON.stringify([account, one])));
  }
}
