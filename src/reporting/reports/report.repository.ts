import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { InvalidRequestError } from '../../common/request.errors.js';
import { errorCode } from '../../database/error-code.js';
import { exactly } from './exact-figures.js';
import { FRESHNESS } from './freshness.sql.js';
import type { Period } from './movements.js';
import { PERIODS } from './periods.sql.js';
import { freshness, movementsRow } from './report.answers.js';
import { ReportLanes } from './report-lanes.js';
import type { PeriodQuery } from './report.query.js';

const freshnessRow = z.object(freshness).omit({ account: true });

const periodRow = movementsRow.pick({ period: true, starts: true, ends: true });

export type Freshness = z.output<typeof freshnessRow>;

/**
 * For the transaction of a report: compiling its plan would take longer than the report; sorts and hashes of 100,000
 * subscriptions fit into 64 MB; and what is asked for is in narrow indexes, which a planner that thinks of disks with
 * heads leaves for ten times as many pages of the table. A statement has ten times what a year of a million charges
 * takes, and what it cannot read at once, since a migration holds it, is not worth a lane: these hold behind a pooler too.
 */
const SETTINGS = `SELECT set_config('statement_timeout', '10s', true), set_config('lock_timeout', '2s', true),
                         set_config('idle_in_transaction_session_timeout', '10s', true),
                         set_config('jit', 'off', true), set_config('work_mem', '64MB', true),
                         set_config('random_page_cost', '1.1', true)`;

/** All reading of reports. */
@Injectable()
export class ReportRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly lanes: ReportLanes,
  ) {}

  /**
   * One state of the database for all statements of a report.
   *
   * @throws {OverloadedError} when too many reports are under way.
   */
  within<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.lanes.run(() =>
      this.dataSource.transaction('REPEATABLE READ', async (tx) => {
        await tx.query('SET TRANSACTION READ ONLY');
        await tx.query(SETTINGS);
        return work(tx);
      }),
    );
  }

  async freshness(tx: EntityManager, account: string): Promise<Freshness> {
    const [row] = await this.rows(tx, freshnessRow, FRESHNESS, [account]);
    return freshnessRow.parse(row);
  }

  /** @throws {InvalidRequestError} for a time zone that the database does not know. */
  periods(tx: EntityManager, { from, to, interval, timeZone }: Omit<PeriodQuery, 'account'>): Promise<Period[]> {
    return this.rows(tx, periodRow, PERIODS, [from, to, interval, timeZone]).catch(refuseTimeZone);
  }

  /**
   * The statement's rows as JSON, so that sums are numbers.
   *
   * @throws {SumTooLargeError}
   */
  async rows<Row extends z.ZodType>(
    tx: EntityManager,
    row: Row,
    sql: string,
    parameters: readonly unknown[],
  ): Promise<z.output<Row>[]> {
    const answer: { rows: unknown }[] = await tx.query(
      `SELECT coalesce(jsonb_agg(to_jsonb(told)), '[]') AS rows FROM (${sql}) AS told`,
      [...parameters],
    );
    return exactly(z.array(row), answer[0]?.rows);
  }
}

/** Node and PostgreSQL each have time zones of their own; 22023 is PostgreSQL's word for one that it does not know. */
function refuseTimeZone(error: unknown): never {
  if (errorCode(error) !== '22023') throw error;
  throw new InvalidRequestError([
    { pointer: '/timeZone', detail: 'must be UTC, or the name of a time zone as Europe/Berlin' },
  ]);
}
