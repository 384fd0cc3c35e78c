import { Injectable } from '@nestjs/common';
import { describeError } from '../../common/describe-error.js';
import { StripeUnavailableError } from '../../common/errors.js';
import { keptObject, keptTypes } from '../../stripe/kept-objects.js';
import type { ObjectRef } from '../../stripe/needs-reread.js';
import { isListedByCustomer, isReadByCustomer } from '../../stripe/object-list.js';
import { patiently } from '../../stripe/patiently.js';
import { ObjectSync, type ReadObject } from '../../webhooks/object-sync.js';
import { classify } from '../../webhooks/retry-policy.js';
import { ObjectComparison, type Comparison } from './object-comparison.js';
import { OpenDifferenceRepository } from './open-difference.repository.js';
import { ReadPages } from './read-pages.js';
import { RowImageRepository } from './row-image.repository.js';
import { isGone, mayRemove, Tally, type VerifyReport, type VerifyRequest, type VerifyResult } from './verify-run.js';

/** Rows whose ids are looked at together. */
const PORTION = 1_000;

/**
 * Reads objects from Stripe, compares them with their rows, and, when told to, repairs the rows through the same path
 * as any other read. Only rows that differ are written. Older API versions show less or more of an object: a row is right
 * that shows what one says in which its events came.
 */
@Injectable()
export class Verifier {
  constructor(
    private readonly pages: ReadPages,
    private readonly sync: ObjectSync,
    private readonly comparison: ObjectComparison,
    private readonly images: RowImageRepository,
    private readonly differences: OpenDifferenceRepository,
  ) {}

  /** @throws {StripeUnavailableError} when Stripe cannot be asked, and the signal's reason when it is aborted. */
  async run(request: VerifyRequest, report: VerifyReport, signal: AbortSignal): Promise<VerifyResult> {
    const run = new Tally(request, report);
    for (const ref of await this.differences.within(request)) await this.verifyOnce(run, ref, signal);
    for (const type of request.types.length > 0 ? request.types : keptTypes()) {
      if (request.sample === null) await this.verifyAll(run, type, signal);
      else await this.verifySample(run, type, request.sample, signal);
    }
    if (request.repairDeleted && mayRemove(run)) for (const object of run.gone) await this.remove(run, object);
    return run.result();
  }

  private async verifySample(run: Tally, type: string, most: number, signal: AbortSignal): Promise<void> {
    const table = keptObject(type)?.table ?? '';
    for (const ref of await this.images.sample(table, type, most)) await this.verifyOnce(run, ref, signal);
  }

  /** What Stripe lists, then the rows that were not in the list. */
  private async verifyAll(run: Tally, type: string, signal: AbortSignal): Promise<void> {
    const { account } = run.request;
    const apiVersion = await this.images.usualVersion();
    const listed = new Set<string>();
    if (!isListedByCustomer(type) && !isReadByCustomer(type)) {
      for await (const objects of this.pages.of({ account, type, apiVersion }, signal)) {
        for (const { ref } of objects) listed.add(ref.id);
        const fresh = objects.filter(({ ref }) => !run.hasBegun(ref));
        run.checked += fresh.length;
        for (const { ref } of await this.comparison.suspectsOf(fresh, apiVersion))
          await this.verifyRow(run, ref, signal);
      }
    }
    const table = keptObject(type)?.table ?? '';
    for (let ids = await this.images.idsAfter(table, account, '', PORTION); ids.length > 0;) {
      for (const id of ids) {
        if (!listed.has(id)) await this.verifyOnce(run, { account, id, type }, signal);
      }
      ids = await this.images.idsAfter(table, account, ids.at(-1) ?? '', PORTION);
    }
  }

  /** Whatever leads to it: what is known to differ is looked at first, and then met again. */
  private async verifyOnce(run: Tally, ref: ObjectRef, signal: AbortSignal): Promise<void> {
    if (run.hasBegun(ref)) return;
    run.checked += 1;
    await this.verifyRow(run, ref, signal);
  }

  private async verifyRow(run: Tally, ref: ObjectRef, signal: AbortSignal): Promise<void> {
    run.begins(ref);
    await this.guarded(run, ref, async () => {
      const found: Comparison[] = [];
      for (const apiVersion of await this.images.versionsOf(ref)) {
        const object = await patiently(signal, () => this.sync.read(ref, apiVersion));
        if (isGone(object)) return this.judgeGone(run, object);
        const comparison = await this.comparison.compareOne(object, apiVersion);
        if (comparison.differences.length === 0) return this.differences.close(ref);
        found.push(comparison);
      }
      if (found[0]) await this.judge(run, found[0]);
    });
  }

  /** Since a difference was noted, its row may have come to say what Stripe says. */
  private async judgeGone(run: Tally, object: ReadObject): Promise<void> {
    const table = keptObject(object.ref.type)?.table ?? '';
    if (!(await this.images.isLive(table, object.ref))) return this.differences.close(object.ref);
    run.foundGone(object);
    await this.differences.open(object.ref, []);
  }

  private async judge(run: Tally, { object, differences }: Comparison): Promise<void> {
    run.foundDifferent(differences, await this.images.lastEventOf(object.ref));
    const fields = differences.map(({ field }) => field);
    await this.differences.open(object.ref, fields);
    if (!run.request.repair) return;
    const [failure] = await this.sync.apply([object]);
    if (failure) return run.failed(object.ref, describeError(failure.error));
    await this.differences.close(object.ref);
    run.repaired(object.ref);
  }

  /** Stripe answers a tombstone for some types, and 404 for others: the row is told either alike. */
  private async remove(run: Tally, { ref, read }: ReadObject): Promise<void> {
    const object = { id: ref.id, object: ref.type, deleted: true };
    const [failure] = await this.sync.apply([{ ref, read: { ...read, object } }]);
    if (failure) return run.failed(ref, describeError(failure.error));
    await this.differences.close(ref);
    run.repaired(ref);
  }

  /** One object that cannot be compared is told, and stops nothing; a Stripe or a database that is gone does. */
  private async guarded(run: Tally, ref: ObjectRef, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof StripeUnavailableError || classify(error) === 'transient') throw error;
      run.failed(ref, describeError(error));
    }
  }
}
