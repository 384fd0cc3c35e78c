import type { ObjectRef } from '../../stripe/needs-reread.js';
import type { ReadObject } from '../../webhooks/object-sync.js';
import type { Difference } from './difference.js';
import { LeftOut, type Refusal } from './left-out.js';

/** Name of the lease that scheduled runs take, and those that operators ask for. */
export const VERIFY_LEASE = 'verify';

/** What to compare, and what to do about it. */
export interface VerifyRequest {
  /** `object` fields; none means all that can be read. */
  readonly types: readonly string[];
  /** Connected account; '' for the own one, or its id. A sample is of all accounts. */
  readonly account: string;
  /** Rows of each type by chance; null means everything. */
  readonly sample: number | null;
  readonly repair: boolean;
  readonly repairDeleted: boolean;
}

/** Whom a run tells what it finds, as it finds it. */
export interface VerifyReport {
  /** Several times a second. @param checked objects so far, of all types. */
  moves(type: string, checked: number): void;
  differs(differences: readonly Difference[], lastEvent: LastEvent | undefined): void;
  isGone(ref: ObjectRef): void;
  fails(ref: ObjectRef, reason: string): void;
  /** Neither listed nor read any further. */
  isRefused(refusal: Refusal, reason: string): void;
  isRepaired(ref: ObjectRef): void;
}

export interface LastEvent {
  readonly id: string;
  readonly type: string;
  readonly created: Date;
}

/** How many objects. */
export interface VerifyResult {
  readonly checked: number;
  readonly different: number;
  /** Rows of objects that Stripe has deleted or does not know. */
  readonly gone: number;
  /** Objects that could not be compared or repaired. */
  readonly failed: number;
  /** Types, and whole accounts, that the key may not read: of them nothing was compared. */
  readonly refused: number;
  readonly repaired: number;
  /** Whether deleted objects were left alone because there are too many of them. */
  readonly stopped: boolean;
}

/** Of what was checked. Beyond it, the key is more likely wrong than the rows. */
const MOST_REMOVED = 0.01;

export const isGone = ({ read: { object } }: ReadObject): boolean => object === null || object['deleted'] === true;

/** One object may always be removed, of however few. */
export const mayRemove = ({ gone, checked }: { gone: readonly unknown[]; checked: number }): boolean =>
  gone.length <= Math.max(1, Math.floor(checked * MOST_REMOVED));

/** A run's counts; tells its report. */
export class Tally {
  readonly gone: ReadObject[] = [];
  private readonly begun = new Set<string>();
  private readonly leftOut = new LeftOut();
  private objects = 0;
  private counts = { different: 0, failed: 0, refused: 0, repaired: 0 };

  constructor(
    readonly request: VerifyRequest,
    private readonly report: VerifyReport,
  ) {}

  get checked(): number {
    return this.objects;
  }

  compares(type: string, objects: number): void {
    this.objects += objects;
    this.report.moves(type, this.objects);
  }

  /** Whether the object has been compared by itself. */
  hasBegun({ account, type, id }: ObjectRef): boolean {
    return this.begun.has(JSON.stringify([account, type, id]));
  }

  begins({ account, type, id }: ObjectRef): void {
    this.begun.add(JSON.stringify([account, type, id]));
  }

  isLeftOut(ref: Pick<ObjectRef, 'account' | 'type'>): boolean {
    return this.leftOut.has(ref);
  }

  leavesOut(refusal: Refusal, reason: string): void {
    this.leftOut.add(refusal);
    this.counts.refused += 1;
    this.report.isRefused(refusal, reason);
  }

  foundDifferent(differences: readonly Difference[], lastEvent: LastEvent | undefined): void {
    this.counts.different += 1;
    this.report.differs(differences, lastEvent);
  }

  foundGone(object: ReadObject): void {
    this.gone.push(object);
    this.report.isGone(object.ref);
  }

  failed(ref: ObjectRef, reason: string): void {
    this.counts.failed += 1;
    this.report.fails(ref, reason);
  }

  repaired(ref: ObjectRef): void {
    this.counts.repaired += 1;
    this.report.isRepaired(ref);
  }

  result(): VerifyResult {
    const stopped = this.request.repairDeleted && !mayRemove(this);
    return { checked: this.checked, gone: this.gone.length, ...this.counts, stopped };
  }
}
