import { Injectable } from '@nestjs/common';
import { describeError } from '../../common/describe-error.js';
import { ObjectKeepsChangingError, StripeRefusedError, StripeUnavailableError } from '../../common/errors.js';
import { StripeBinding } from '../../database/stripe-binding.js';
import { keptObject, keptTypes } from '../../stripe/kept-objects.js';
import type { ObjectRef } from '../../stripe/needs-reread.js';
import { isListedByCustomer, isReadByCustomer } from '../../stripe/object-list.js';
import { patiently } from '../../stripe/patiently.js';
import { ObjectSync, type ReadObject } from '../../webhooks/object-sync.js';
import { classify } from '../../webhooks/retry-policy.js';
import { refusalIn, type Refusal } from './left-out.js';
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
    private readonly binding: StripeBinding,
    private readonly pages: ReadPages,
    private readonly sync: ObjectSync,
    private readonly comparison: ObjectComparison,
    private readonly images: RowImageRepository,
    private readonly differences: OpenDifferenceRepository,
  ) {}

  /** @throws {StripeUnavailableError} when Stripe cannot be asked, and the signal's reason when it is aborted. */
  async run(asked: VerifyRequest, report: VerifyReport, signal: AbortSignal): Promise<VerifyResult> {
    const request = { ...asked, account: await this.accountOf(asked, signal) };
    const run = new Tally(request, report);
    for (const ref of await this.differences.within(request)) await this.verifyOnce(run, ref, signal);
    for (const type of request.types.length > 0 ? request.types : keptTypes()) {
      if (request.sample === null) await this.verifyAll(run, type, signal);
      else await this.verifySample(run, type, request.sample, signal);
    }
    if (request.repairDeleted && mayRemove(run)) {
      for (const object of run.gone) await this.guarded(run, object.ref, () => this.remove(run, object));
    }
    return run.result();
  }

  /** '' for the own one, by whatever name: its rows have no account. */
  private async accountOf({ account }: VerifyRequest, signal: AbortSignal): Promise<string> {
    if (account === '') return '';
    return account === (await patiently(signal, () => this.binding.confirm())) ? '' : account;
  }

  private async verifySample(run: Tally, type: string, most: number, signal: AbortSignal): Promise<void> {
    const table = keptObject(type)?.table ?? '';
    for (const ref of await this.images.sample(table, type, most)) await this.verifyOnce(run, ref, signal);
  }

  /** What Stripe lists, then the rows that were not in the list. */
  private async verifyAll(run: Tally, type: string, signal: AbortSignal): Promise<void> {
    const { account } = run.request;
    const listed = await this.verifyListed(run, { account, type }, signal);
    const table = keptObject(type)?.table ?? '';
    for (let after = ''; !run.isLeftOut({ account, type });) {
      const ids = await this.images.idsAfter(table, account, after, PORTION);
      for (const id of ids) if (!listed.has(id)) await this.verifyOnce(run, { account, id, type }, signal);
      const last = ids.at(-1);
      if (last === undefined) return;
      after = last;
    }
  }

  /** @returns their ids. */
  private async verifyListed(
    run: Tally,
    { account, type }: { account: string; type: string },
    signal: AbortSignal,
  ): Promise<Set<string>> {
    const listed = new Set<string>();
    if (isListedByCustomer(type) || isReadByCustomer(type) || run.isLeftOut({ account, type })) return listed;
    const apiVersion = await this.images.usualVersion();
    try {
      for await (const objects of this.pages.of({ account, type, apiVersion }, signal)) {
        for (const { ref } of objects) listed.add(ref.id);
        const fresh = objects.filter(({ ref }) => !run.hasBegun(ref));
        run.compares(type, fresh.length);
        for (const { ref } of await this.comparison.suspectsOf(fresh, apiVersion)) {
          await this.verifyRow(run, ref, signal);
        }
      }
    } catch (error) {
      const refusal = refusalIn(error, { account, type });
      if (!refusal && !(error instanceof StripeRefusedError)) throw error;
      await this.leaveOut(run, refusal ?? { account, type }, error);
    }
    return listed;
  }

  /** Whatever leads to it: what is known to differ is looked at first, and then met again. */
  private async verifyOnce(run: Tally, ref: ObjectRef, signal: AbortSignal): Promise<void> {
    if (run.hasBegun(ref) || run.isLeftOut(ref)) return;
    run.compares(ref.type, 1);
    await this.verifyRow(run, ref, signal);
  }

  private async verifyRow(run: Tally, ref: ObjectRef, signal: AbortSignal): Promise<void> {
    run.begins(ref);
    await this.guarded(run, ref, async () => {
      let found: Comparison | undefined;
      for (const apiVersion of await this.images.versionsOf(ref)) {
        const object = await patiently(signal, () => this.sync.read(ref, apiVersion));
        if (isGone(object)) return this.judgeGone(run, object);
        const comparison = await this.comparison.compareOne(object, apiVersion);
        if (isGone(comparison.object)) return this.judgeGone(run, comparison.object);
        if (comparison.differences.length === 0) return this.differences.close(ref);
        found ??= comparison;
      }
      if (found) await this.judge(run, found);
    });
  }

  /** Since a difference was noted, its row may have come to say what Stripe says. */
  private async judgeGone(run: Tally, object: ReadObject): Promise<void> {
    const table = keptObject(object.ref.type)?.table ?? '';
    if (!(await this.images.isLive(table, object.ref))) return this.differences.close(object.ref);
    run.foundGone(object);
    await this.differences.open(object.ref, []);
  }

  private async judge(run: Tally, { object, apiVersion, differences }: Comparison): Promise<void> {
    const { ref } = object;
    run.foundDifferent(differences, await this.images.lastEventOf(ref));
    const fields = differences.map(({ field }) => field);
    await this.differences.open(ref, fields);
    if (!run.request.repair) return;
    const [failure] = await this.sync.apply([object]);
    if (failure) return run.failed(ref, describeError(failure.error));
    // What was read again because of an event may have turned out to be gone: then nothing was written.
    const { object: now } = await this.comparison.compareOne(object, apiVersion);
    if (isGone(now)) return this.judgeGone(run, now);
    await this.differences.close(ref);
    run.repaired(ref);
  }

  /** Stripe answers a tombstone for some types, and 404 for others: the row is told either alike. */
  private async remove(run: Tally, { ref, read }: ReadObject): Promise<void> {
    const object = { id: ref.id, object: ref.type, deleted: true };
    const [failure] = await this.sync.apply([{ ref, read: { ...read, object } }]);
    if (failure) return run.failed(ref, describeError(failure.error));
    const isLive = await this.images.isLive(keptObject(ref.type)?.table ?? '', ref);
    if (isLive) return run.failed(ref, 'something newer was told of it meanwhile');
    await this.differences.close(ref);
    run.repaired(ref);
  }

  /** Of an account that has left nothing can be found right any more, and so nothing stays known. */
  private async leaveOut(run: Tally, refusal: Refusal, error: unknown): Promise<void> {
    if (refusal.type === null) await this.differences.closeAll(refusal.account);
    run.leavesOut(refusal, describeError(error));
  }

  /** One object that cannot be compared is told, and stops nothing; a Stripe or a database that is gone does. */
  private async guarded(run: Tally, ref: ObjectRef, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const refusal = refusalIn(error, ref);
      if (refusal) return this.leaveOut(run, refusal, error);
      const isOwn = error instanceof ObjectKeepsChangingError;
      if (!isOwn && (error instanceof StripeUnavailableError || classify(error) === 'transient')) throw error;
      run.failed(ref, describeError(error));
    }
  }
}
