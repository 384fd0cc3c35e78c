import { Injectable } from '@nestjs/common';
import { describeError } from '../../common/describe-error.js';
import { ObjectList } from '../../stripe/object-list.js';
import { endOf } from '../../stripe/page-end.js';
import { EventLogRepository } from '../../webhooks/event-log.repository.js';
import type { BackfillReport } from './backfill-report.js';
import { PageApplier, readable } from './page-applier.js';
import type { Progress } from './progress.repository.js';

/** Brings a list that Stripe has of a whole account, page by page. */
@Injectable()
export class ListBackfill {
  constructor(
    private readonly lists: ObjectList,
    private readonly log: EventLogRepository,
    private readonly pages: PageApplier,
  ) {}

  /** Goes on where the list stands, to its end. @throws the signal's reason after the page in hand. */
  async run(begin: Progress, report: BackfillReport, signal: AbortSignal): Promise<Progress> {
    const { account, type } = begin;
    let progress = begin;
    while (progress.finishedAt === null) {
      signal.throwIfAborted();
      const startedAt = await this.log.now();
      const page = await this.lists.page({ account, type }, progress.after, signal);
      const after = endOf(page, progress.after?.id);
      const objects = readable(account, type, page, startedAt);
      const moved = await this.pages.move(progress, objects, { after, isLast: after === null }, signal);
      for (const { ref, error } of moved.failures) report.objectFails(ref, describeError(error));
      progress = moved.progress;
      report.moves(progress, null);
    }
    return progress;
  }
}
