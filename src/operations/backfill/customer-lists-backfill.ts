import { Injectable } from '@nestjs/common';
import { describeError } from '../../common/describe-error.js';
import { StripeRefusedError } from '../../common/errors.js';
import type { ObjectRef } from '../../stripe/needs-reread.js';
import { isReadByCustomer, ObjectList } from '../../stripe/object-list.js';
import { patiently } from '../../stripe/patiently.js';
import { isMissing } from '../../stripe/refusal.js';
import { list } from '../../stripe/shapes/list.js';
import { EventLogRepository } from '../../webhooks/event-log.repository.js';
import { ObjectSync, type SyncFailure } from '../../webhooks/object-sync.js';
import type { BackfillReport } from './backfill-report.js';
import { PageApplier, readable, type Readable } from './page-applier.js';
import { ProgressRepository, type Progress } from './progress.repository.js';

/** Customers a transaction, asked for at once: a second's worth of requests, and what a kill repeats. */
const CUSTOMERS = 20;

/** Brings what Stripe lists or has for one customer at a time, for the customers that the database has. */
@Injectable()
export class CustomerListsBackfill {
  constructor(
    private readonly lists: ObjectList,
    private readonly log: EventLogRepository,
    private readonly pages: PageApplier,
    private readonly sync: ObjectSync,
    private readonly progress: ProgressRepository,
  ) {}

  /** Goes on after the customer where it stands, to the last one. @throws the signal's reason after those in hand. */
  async run(begin: Progress, report: BackfillReport, signal: AbortSignal): Promise<Progress> {
    const { account } = begin;
    let progress = begin;
    const isNone = isReadByCustomer(begin.type) && !(await this.hasFeatures(account, signal));
    const of = isNone ? 0 : await this.progress.countCustomersAfter(account, progress.after?.id ?? null);
    for (let done = 0; progress.finishedAt === null;) {
      signal.throwIfAborted();
      const customers = isNone
        ? []
        : await this.progress.customersAfter(account, progress.after?.id ?? null, CUSTOMERS);
      const last = customers.at(-1);
      const listed = await this.listsOf(progress, customers, signal);
      const after = last === undefined ? progress.after : { id: last, created: null };
      const moved = await this.pages.move(progress, listed, { after, isLast: last === undefined }, signal);
      for (const { ref, error } of moved.failures) report.objectFails(ref, describeError(error));
      progress = moved.progress;
      done += customers.length;
      report.moves(progress, { done, of: Math.max(done, of) });
    }
    return progress;
  }

  private async listsOf(
    { account, type }: Progress,
    customers: readonly string[],
    signal: AbortSignal,
  ): Promise<Readable> {
    const ask = (customer: string): Promise<Readable> =>
      isReadByCustomer(type)
        ? this.summaryOf({ account, type, id: customer }, signal)
        : this.listOf(account, type, customer, signal);
    const lists = await Promise.allSettled(customers.map(ask));
    const read = lists.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    // One that was moved from a customer to another between two requests would be there twice.
    const objects = new Map(read.flatMap((one) => one.objects.map((object) => [object.ref.id, object])));
    return {
      objects: [...objects.values()],
      failures: read.flatMap(({ failures }) => failures),
      applied: read.reduce((sum, { applied }) => sum + applied, 0),
    };
  }

  /** Where there are none, no customer need be asked what it may use. */
  private async hasFeatures(account: string, signal: AbortSignal): Promise<boolean> {
    const { objects } = await this.lists.page({ account, type: 'entitlements.feature' }, null, signal);
    return objects.length > 0;
  }

  /**
   * What a customer may use. An empty summary is not kept: Stripe tells of none before the first entitlement, and a
   * tenant without one goes by its plan.
   */
  private async summaryOf(ref: ObjectRef, signal: AbortSignal): Promise<Readable> {
    try {
      const object = await patiently(signal, () => this.sync.read(ref));
      const isThere = list(object.read.object ?? {}, 'entitlements').length > 0;
      return { objects: isThere ? [object] : [], failures: [], applied: 0 };
    } catch (error) {
      if (!(error instanceof StripeRefusedError)) throw error;
      return { objects: [], failures: [{ ref, error }], applied: 0 };
    }
  }

  /** All of one customer's; none when Stripe has deleted the customer. Pages before the last are applied at once. */
  private async listOf(account: string, type: string, customer: string, signal: AbortSignal): Promise<Readable> {
    const failures: SyncFailure[] = [];
    let applied = 0;
    const pages = this.lists.pages({ account, type, customer }, null, signal);
    try {
      for (;;) {
        const startedAt = await this.log.now();
        const next = await pages.next();
        if (next.done) break;
        const page = readable(account, type, next.value, startedAt);
        failures.push(...page.failures);
        if (!next.value.hasMore) return { objects: page.objects, failures, applied };
        const refused = await this.pages.apply(page.objects, signal);
        failures.push(...refused);
        applied += page.objects.length - refused.length;
      }
    } catch (error) {
      if (!(error instanceof StripeRefusedError)) throw error;
      if (!isMissing(error)) failures.push({ ref: { account, type: 'customer', id: customer }, error });
    }
    return { objects: [], failures, applied };
  }
}
