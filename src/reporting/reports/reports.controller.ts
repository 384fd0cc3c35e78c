import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BoundToAnotherError } from '../../auth/caller.errors.js';
import { namesAccounts, type Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { AsTableToo } from './report-table.interceptor.js';
import {
  churnReport,
  churnRow,
  failedPaymentsReport,
  failedPaymentsRow,
  movementsReport,
  movementsRow,
  mrrReport,
  mrrRow,
  refundsAndDisputesReport,
  refundsAndDisputesRow,
  revenueReport,
  revenueRow,
  subscribersReport,
  subscribersRow,
  tieOutReport,
  tieOutRow,
} from './report.answers.js';
import { momentQuery, periodQuery, type MomentQuery, type PeriodQuery } from './report.query.js';
import { TenantBoundError } from './report.errors.js';
import { ReportService } from './report.service.js';

const REFUSALS = ['tenant_bound', 'bound_to_another', 'sum_too_large', 'overloaded'] as const;

/** What finance asks; every term is defined in docs/reports.md. */
@ApiTags('reports')
@Controller('stripe/reports')
@RequireScope('reports')
export class ReportsController {
  constructor(private readonly reports: ReportService) {}

  @Get('revenue')
  @AsTableToo(revenueRow)
  @ApiOperation({
    operationId: 'getRevenueReport',
    summary: 'Gross, refunds, disputes, fees and net by period and currency',
  })
  @ApiOkResponse({ standardSchema: revenueReport })
  @ApiProblems(...REFUSALS)
  revenue(@Query({ schema: periodQuery }) query: PeriodQuery, @CurrentCaller() caller: Caller) {
    return this.reports.revenue(ofAccount(query, caller));
  }

  @Get('mrr')
  @AsTableToo(mrrRow)
  @ApiOperation({ operationId: 'getMrrReport', summary: 'Monthly recurring revenue at a moment, by currency' })
  @ApiOkResponse({ standardSchema: mrrReport })
  @ApiProblems(...REFUSALS)
  mrr(@Query({ schema: momentQuery }) query: MomentQuery, @CurrentCaller() caller: Caller) {
    return this.reports.mrr(ofAccount(query, caller));
  }

  @Get('mrr/movements')
  @AsTableToo(movementsRow)
  @ApiOperation({ operationId: 'getMrrMovementsReport', summary: 'What moved MRR, by period and currency' })
  @ApiOkResponse({ standardSchema: movementsReport })
  @ApiProblems(...REFUSALS)
  movements(@Query({ schema: periodQuery }) query: PeriodQuery, @CurrentCaller() caller: Caller) {
    return this.reports.movements(ofAccount(query, caller));
  }

  @Get('mrr/tie-out')
  @AsTableToo(tieOutRow)
  @ApiOperation({ operationId: 'getMrrTieOutReport', summary: 'MRR beside what invoices bill for the running periods' })
  @ApiOkResponse({ standardSchema: tieOutReport })
  @ApiProblems(...REFUSALS)
  tieOut(@Query({ schema: momentQuery }) query: MomentQuery, @CurrentCaller() caller: Caller) {
    return this.reports.tieOut(ofAccount(query, caller));
  }

  @Get('subscribers')
  @AsTableToo(subscribersRow)
  @ApiOperation({
    operationId: 'getSubscribersReport',
    summary: 'Subscribers at a moment, by plan, status and currency',
  })
  @ApiOkResponse({ standardSchema: subscribersReport })
  @ApiProblems(...REFUSALS)
  subscribers(@Query({ schema: momentQuery }) query: MomentQuery, @CurrentCaller() caller: Caller) {
    return this.reports.subscribers(ofAccount(query, caller));
  }

  @Get('churn')
  @AsTableToo(churnRow)
  @ApiOperation({
    operationId: 'getChurnReport',
    summary: 'Customers and recurring revenue lost, by period and currency',
  })
  @ApiOkResponse({ standardSchema: churnReport })
  @ApiProblems(...REFUSALS)
  churn(@Query({ schema: periodQuery }) query: PeriodQuery, @CurrentCaller() caller: Caller) {
    return this.reports.churn(ofAccount(query, caller));
  }

  @Get('failed-payments')
  @AsTableToo(failedPaymentsRow)
  @ApiOperation({ operationId: 'getFailedPaymentsReport', summary: 'Payments that failed, and what became of them' })
  @ApiOkResponse({ standardSchema: failedPaymentsReport })
  @ApiProblems(...REFUSALS)
  failedPayments(@Query({ schema: periodQuery }) query: PeriodQuery, @CurrentCaller() caller: Caller) {
    return this.reports.failedPayments(ofAccount(query, caller));
  }

  @Get('refunds-and-disputes')
  @AsTableToo(refundsAndDisputesRow)
  @ApiOperation({
    operationId: 'getRefundsAndDisputesReport',
    summary: 'Refunds and disputes by period, status and currency',
  })
  @ApiOkResponse({ standardSchema: refundsAndDisputesReport })
  @ApiProblems(...REFUSALS)
  refundsAndDisputes(@Query({ schema: periodQuery }) query: PeriodQuery, @CurrentCaller() caller: Caller) {
    return this.reports.refundsAndDisputes(ofAccount(query, caller));
  }
}

/**
 * The rule of `actingFor`, for a parameter instead of a header: only a key that is bound to no account may name one.
 *
 * @throws {TenantBoundError} @throws {BoundToAnotherError}
 */
function ofAccount<Query extends PeriodQuery | MomentQuery>(query: Query, caller: Caller) {
  if (caller.tenantId !== null) throw new TenantBoundError();
  const { account = caller.account } = query;
  if (account !== caller.account && !namesAccounts(caller)) throw new BoundToAnotherError('?account');
  return { ...query, account };
}
