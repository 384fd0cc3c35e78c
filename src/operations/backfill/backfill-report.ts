import type { ObjectRef } from '../../stripe/needs-reread.js';
import type { Progress } from './progress.repository.js';

/** Customers whose lists this run has brought, and how many it has to. */
export interface CustomerCount {
  readonly done: number;
  readonly of: number;
}

/** Who is told what a backfill does. */
export interface BackfillReport {
  /** @param lists how many of Stripe's lists there are to bring. */
  begins(lists: number): void;
  /** Several times a second. @param customers for what is listed by customer. */
  moves(progress: Progress, customers: CustomerCount | null): void;
  /** @param before whether an earlier run has brought the list. */
  ends(progress: Progress, before: boolean): void;
  /** @param reason without anything that the object says. */
  objectFails(ref: ObjectRef, reason: string): void;
  /** Stripe refuses the list, or the whole account (`type` null). */
  isRefused(account: string, type: string | null, reason: string): void;
}
