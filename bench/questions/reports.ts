import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { MrrComputation } from '../../src/reporting/mrr/mrr.computation.js';
import { MrrRepository } from '../../src/reporting/mrr/mrr.repository.js';
import { ReportLanes } from '../../src/reporting/reports/report-lanes.js';
import { momentQuery, periodQuery } from '../../src/reporting/reports/report.query.js';
import { ReportRepository } from '../../src/reporting/reports/report.repository.js';
import { ReportService } from '../../src/reporting/reports/report.service.js';
import { machine } from '../results/machine.js';
import { median } from '../results/statistics.js';
import { figure, markdown } from '../results/table.js';
import { numberOption, roundsOption } from '../options.js';
import { fill } from '../rows/fill.js';
import { fillShop } from '../rows/shop.js';
import type { Stage } from '../stage.js';
import type { Question } from './question.js';

interface ReportsOptions {
  readonly rounds: number;
  readonly charges: number;
  readonly subscriptions: number;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** How long does each report over a year of a shop take, beside a plain count of its charges? */
async function reports(stage: Stage, { rounds, charges, subscriptions }: ReportsOptions): Promise<void> {
  for (const line of machine(stage.postgres)) stage.say(line);
  const url = await stage.postgres.migrated('reports');
  const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
  try {
    const filling = await seconds(() => fillShop(url, charges, subscriptions));
    stage.say(`${charges} charges of a year, ${subscriptions} subscriptions; rows: ${figure(filling)} s`);
    const computation = new MrrComputation(dataSource, new MrrRepository());
    const computed = await seconds(async () => {
      while (await computation.page()) continue;
    });
    stage.say(`recurring revenue of all subscriptions, from ${3 * subscriptions} facts: ${figure(computed)} s`);
    await fill(url, []);
    for (const line of await measure(dataSource, rounds)) stage.say(line);
  } finally {
    await dataSource.destroy();
  }
}

function reportsOf(dataSource: DataSource): [string, () => Promise<unknown>][] {
  const service = new ReportService(new ReportRepository(dataSource, new ReportLanes()));
  const account = '';
  const by = (interval: 'day' | 'week' | 'month', timeZone = 'UTC') => ({
    ...periodQuery.parse({ interval, timeZone }),
    account,
  });
  const now = { ...momentQuery.parse({}), account };
  return [
    ['revenue by month', () => service.revenue(by('month'))],
    ['revenue by week', () => service.revenue(by('week'))],
    ['revenue by day, Europe/Berlin', () => service.revenue(by('day', 'Europe/Berlin'))],
    ['MRR', () => service.mrr(now)],
    ['MRR movements by month', () => service.movements(by('month'))],
    ['MRR movements by day', () => service.movements(by('day'))],
    ['churn by month', () => service.churn(by('month'))],
    ['subscribers', () => service.subscribers(now)],
    ['failed payments by month', () => service.failedPayments(by('month'))],
    ['refunds and disputes by month', () => service.refundsAndDisputes(by('month'))],
    ['tie-out of MRR', () => service.tieOut(now)],
  ];
}

/** The yardstick is counted once a round. @returns a table. */
async function measure(dataSource: DataSource, rounds: number): Promise<string[]> {
  const count = () => dataSource.query('SELECT count(*) FROM charges WHERE amount > 0');
  const all: [string, () => Promise<unknown>][] = [['counting all charges', count], ...reportsOf(dataSource)];
  const took = all.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, [, report]] of all.entries()) {
      const time = await seconds(report);
      if (round > 0) took[index]?.push(time * 1000); // the first one fills the caches
    }
  }
  const rows = all.map(([name], index) => {
    const times = took[index] ?? [];
    const ratios = times.map((time, round) => time / (took[0]?.[round] ?? Number.NaN));
    return [name, figure(median(times)), figure(Math.max(...times)), figure(median(ratios), 2)];
  });
  return markdown(['report over twelve months', 'median ms', 'slowest', 'over a count'], rows);
}

export const reportsQuestion: Question = (program, ask) => {
  program
    .command('reports')
    .description('each report over a year of a shop, beside a plain count of its charges (8 minutes)')
    .addOption(roundsOption(9))
    .addOption(numberOption('--charges <n>', 'of the year', 1_000_000))
    .addOption(numberOption('--subscriptions <n>', 'of four fifths as many customers', 100_000))
    .action((options: ReportsOptions) => ask((stage) => reports(stage, options)));
};
