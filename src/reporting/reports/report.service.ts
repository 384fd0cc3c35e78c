import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { exactly } from './exact-figures.js';
import { churnOf, share, standings, type Period, type Standing } from './movements.js';
import { MOVEMENTS, MRR, SUBSCRIBERS } from './mrr.sql.js';
import { FAILED_PAYMENTS, REFUNDS_AND_DISPUTES } from './payments.sql.js';
import {
  churnRow,
  failedPaymentsRow,
  movementsRow,
  mrrRow,
  refundsAndDisputesRow,
  revenueRow,
  subscribersRow,
  tieOutDifference,
  tieOutRow,
} from './report.answers.js';
import type { MomentQuery, PeriodQuery } from './report.query.js';
import { ReportRepository, type Freshness } from './report.repository.js';
import { REVENUE } from './revenue.sql.js';
import { TIE_OUT } from './tie-out.sql.js';

/** Of which account; '' is your own. */
type Of<Query> = Omit<Query, 'account'> & { readonly account: string };

const n = z.int();
const PERIOD = { period: true, starts: true, ends: true } as const;
const movedRow = movementsRow.omit({ ...PERIOD, opening: true, closing: true }).extend({ n });
const tieOut = z.object({ data: z.array(tieOutRow), differences: z.array(tieOutDifference) });

/** Figures from rows and history, each report of one state of the database. See docs/reports.md for every term. */
@Injectable()
export class ReportService {
  constructor(private readonly repository: ReportRepository) {}

  revenue(query: Of<PeriodQuery>) {
    return this.overPeriods(query, (tx, periods) =>
      this.inPeriods(tx, query.account, periods, revenueRow.omit(PERIOD), REVENUE),
    );
  }

  mrr(query: Of<MomentQuery>) {
    return this.atMoment(query, (tx, moment) => this.repository.rows(tx, mrrRow, MRR, moment));
  }

  movements(query: Of<PeriodQuery>) {
    return this.overPeriods(query, async (tx, periods) =>
      exactly(z.array(movementsRow), await this.standings(tx, query.account, periods)),
    );
  }

  churn(query: Of<PeriodQuery>) {
    return this.overPeriods(query, async (tx, periods) =>
      exactly(z.array(churnRow), (await this.standings(tx, query.account, periods)).map(churnOf)),
    );
  }

  subscribers(query: Of<MomentQuery>) {
    return this.atMoment(query, (tx, moment) => this.repository.rows(tx, subscribersRow, SUBSCRIBERS, moment));
  }

  failedPayments(query: Of<PeriodQuery>) {
    return this.overPeriods(query, async (tx, periods) => {
      const stored = failedPaymentsRow.omit({ ...PERIOD, recovery: true });
      const rows = await this.inPeriods(tx, query.account, periods, stored, FAILED_PAYMENTS);
      return rows.map((row) => ({ ...row, recovery: share(row.recovered, row.payments) }));
    });
  }

  refundsAndDisputes(query: Of<PeriodQuery>) {
    return this.overPeriods(query, (tx, periods) =>
      this.inPeriods(tx, query.account, periods, refundsAndDisputesRow.omit(PERIOD), REFUNDS_AND_DISPUTES),
    );
  }

  tieOut({ account, at }: Of<MomentQuery>) {
    return this.repository.within(async (tx) => {
      const fresh = await this.repository.freshness(tx, account);
      const moment = at ?? fresh.asOf;
      const [found] = await this.repository.rows(tx, tieOut, TIE_OUT, [account, moment]);
      return { ...told(account, fresh), at: moment, data: found?.data ?? [], differences: found?.differences ?? [] };
    });
  }

  private async standings(tx: EntityManager, account: string, periods: readonly Period[]): Promise<Standing[]> {
    return standings(periods, await this.repository.rows(tx, movedRow, MOVEMENTS, parametersOf(account, periods)));
  }

  /** Rows with their period. */
  private async inPeriods<Row extends z.ZodObject>(
    tx: EntityManager,
    account: string,
    periods: readonly Period[],
    row: Row,
    sql: string,
  ): Promise<(Period & z.output<Row>)[]> {
    const numbered = z.intersection(z.object({ n }), row);
    const rows = await this.repository.rows(tx, numbered, sql, parametersOf(account, periods));
    return rows.flatMap((found) => {
      const period = periods[found.n - 1];
      return period ? [{ ...period, ...row.parse(found) }] : [];
    });
  }

  private overPeriods<Row>(
    query: Of<PeriodQuery>,
    read: (tx: EntityManager, periods: readonly Period[]) => Promise<Row[]>,
  ) {
    return this.repository.within(async (tx) => {
      const fresh = await this.repository.freshness(tx, query.account);
      const periods = await this.repository.periods(tx, query);
      return { ...told(query.account, fresh), data: await read(tx, periods) };
    });
  }

  private atMoment<Row>(
    { account, at }: Of<MomentQuery>,
    read: (tx: EntityManager, moment: readonly string[]) => Promise<Row[]>,
  ) {
    return this.repository.within(async (tx) => {
      const fresh = await this.repository.freshness(tx, account);
      const moment = at ?? fresh.asOf;
      return { ...told(account, fresh), at: moment, data: await read(tx, [account, moment]) };
    });
  }
}

const told = (account: string, fresh: Freshness) => ({ account: account === '' ? null : account, ...fresh });

const parametersOf = (account: string, periods: readonly Period[]): unknown[] => [
  account,
  periods[0]?.starts,
  periods.at(-1)?.ends,
  periods.map(({ starts }) => starts),
];
