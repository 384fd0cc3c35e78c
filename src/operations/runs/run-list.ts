import { Injectable } from '@nestjs/common';
import { pageOf, type Page } from '../../common/cursor.js';
import { NotFoundError } from '../../common/request.errors.js';
import type { Reach } from '../operator.js';
import type { RunAnswer } from './run.answers.js';
import { RunRepository } from './run.repository.js';
import type { RunsQuery } from './run.requests.js';
import { showRun } from './show-run.js';

/** The runs that operators have asked for. */
@Injectable()
export class RunList {
  constructor(private readonly runs: RunRepository) {}

  async page(reach: Reach, query: RunsQuery): Promise<Page<RunAnswer>> {
    return pageOf(await this.runs.page(reach, query), query.limit, showRun);
  }

  /** @throws {NotFoundError} */
  async find(reach: Reach, id: string): Promise<RunAnswer> {
    const row = await this.runs.find(reach, id);
    if (!row) throw new NotFoundError();
    return showRun(row);
  }
}
