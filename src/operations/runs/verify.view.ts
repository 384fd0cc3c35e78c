import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { pageOf, type Page } from '../../common/cursor.js';
import type { pageQuery } from '../../common/schemas.js';
import { ENV, type Env } from '../../config/env.js';
import { keptTypes } from '../../stripe/kept-objects.js';
import { StripeGateway } from '../../stripe/stripe.gateway.js';
import type { Reach } from '../operator.js';
import { RunRepository } from './run.repository.js';
import { showRun } from './show-run.js';
import type { DifferenceAnswer, DifferencesQuery, VerifyResultAnswer, VerifyStateAnswer } from './verify.answers.js';
import { VerifyViewRepository, type DifferenceRow, type ResultRow } from './verify-view.repository.js';

/** What operators see of the comparisons with Stripe. */
@Injectable()
export class VerifyView {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly gateway: StripeGateway,
    private readonly rows: VerifyViewRepository,
    private readonly runs: RunRepository,
  ) {}

  async state(): Promise<VerifyStateAnswer> {
    const [[last], lastScheduled, open, underWay] = await Promise.all([
      this.rows.results({ limit: 1 }),
      this.rows.lastScheduled(),
      this.rows.open(),
      this.runs.underWay('verify'),
    ]);
    const sample = this.env.VERIFY_SAMPLE;
    return {
      isOn: this.gateway.available && sample > 0,
      sample,
      last: last ? showResult(last) : null,
      lastScheduled: lastScheduled ? showResult(lastScheduled) : null,
      open,
      types: keptTypes(),
      underWay: underWay ? showRun(underWay) : null,
    };
  }

  async results(query: z.output<typeof pageQuery>): Promise<Page<VerifyResultAnswer>> {
    return pageOf(await this.rows.results(query), query.limit, showResult);
  }

  async differences(reach: Reach, query: DifferencesQuery): Promise<Page<DifferenceAnswer>> {
    return pageOf(await this.rows.differences(reach, query), query.limit, showDifference);
  }
}

const showResult = ({ created, startedAt, ...row }: ResultRow): VerifyResultAnswer => ({
  ...row,
  startedAt: startedAt.toISOString(),
  finishedAt: created.toISOString(),
});

const showDifference = ({ account, type, object, fields, created, seenAt }: DifferenceRow): DifferenceAnswer => ({
  account,
  type,
  id: object,
  fields: [...fields],
  foundAt: created.toISOString(),
  seenAt: seenAt.toISOString(),
});
