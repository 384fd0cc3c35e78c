/**
 * `npm run bench:reports [-- --charges N --subscriptions N --rounds N]`: each report over a year of a shop, beside a plain
 * count of its charges on the same server. DATABASE_URL names a server; without it, one is started.
 */
import 'reflect-metadata';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../src/database/data-source.js';
import { runMigrations } from '../src/database/migrate.js';
import { MrrComputation } from '../src/reporting/mrr/mrr.computation.js';
import { MrrRepository } from '../src/reporting/mrr/mrr.repository.js';
import { ReportLanes } from '../src/reporting/reports/report-lanes.js';
import { momentQuery, periodQuery } from '../src/reporting/reports/report.query.js';
import { ReportRepository } from '../src/reporting/reports/report.repository.js';
import { ReportService } from '../src/reporting/reports/report.service.js';
import * as rows from './report-rows.sql.js';
import { Server } from './server.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    charges: { type: 'string', default: '1000000' },
    subscriptions: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '9' },
  },
});

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
}

/** On a connection of its own: the backend's ones give up on a statement after 15 seconds. */
async function fill(url: string, charges: number, subscriptions: number): Promise<void> {
  const statements: [string, unknown[]][] = [
    [rows.CATALOG, []],
    [rows.SUBSCRIPTIONS, [subscriptions]],
    [rows.DUE, []],
    [rows.CHARGES, [charges]],
    [rows.INTENTS, []],
    [rows.MOVEMENTS, []],
    [rows.REFUNDS, []],
    [rows.DISPUTES, []],
    [rows.INVOICES, [subscriptions]],
  ];
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const [sql, parameters] of statements) await client.query(sql, parameters);
  } finally {
    await client.end();
  }
}

/** What autovacuum does within minutes, in its own time. */
async function vacuum(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}

async function bench(server: Server): Promise<void> {
  const [charges, subscriptions, rounds] = [values.charges, values.subscriptions, values.rounds].map(Number);
  const url = await server.database('reports');
  await runMigrations(url);
  const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
  try {
    say(
      `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, Node ${process.versions.node}`,
    );
    say(`PostgreSQL ${server.version}; ${charges} charges of a year, ${subscriptions} subscriptions`);
    say(`rows: ${(await seconds(() => fill(url, charges ?? 0, subscriptions ?? 0))).toFixed(0)} s`);
    await vacuum(url);
    const repository = new MrrRepository(dataSource);
    const computation = new MrrComputation(dataSource, repository);
    const computed = await seconds(async () => {
      while (await computation.page()) continue;
    });
    say(`recurring revenue of all subscriptions, from ${3 * (subscriptions ?? 0)} facts: ${computed.toFixed(0)} s`);
    await vacuum(url);
    await measure(dataSource, rounds ?? 1);
  } finally {
    await dataSource.destroy();
  }
}

async function measure(dataSource: DataSource, rounds: number): Promise<void> {
  const reports = new ReportService(new ReportRepository(dataSource, new ReportLanes()));
  const account = '';
  const by = (interval: 'day' | 'week' | 'month', timeZone = 'UTC') => ({
    ...periodQuery.parse({ interval, timeZone }),
    account,
  });
  const now = { ...momentQuery.parse({}), account };
  const contenders: [string, () => Promise<unknown>][] = [
    ['revenue by month', () => reports.revenue(by('month'))],
    ['revenue by week', () => reports.revenue(by('week'))],
    ['revenue by day, Europe/Berlin', () => reports.revenue(by('day', 'Europe/Berlin'))],
    ['MRR', () => reports.mrr(now)],
    ['MRR movements by month', () => reports.movements(by('month'))],
    ['MRR movements by day', () => reports.movements(by('day'))],
    ['churn by month', () => reports.churn(by('month'))],
    ['subscribers', () => reports.subscribers(now)],
    ['failed payments by month', () => reports.failedPayments(by('month'))],
    ['refunds and disputes by month', () => reports.refundsAndDisputes(by('month'))],
    ['tie-out of MRR', () => reports.tieOut(now)],
  ];
  const yardstick = () => dataSource.query('SELECT count(*) FROM charges WHERE amount > 0');
  const took = contenders.map((): number[] => []);
  const ratios = contenders.map((): number[] => []);
  const counts: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const count = await seconds(yardstick);
    for (const [index, [, report]] of contenders.entries()) {
      const time = await seconds(report);
      if (round === 0) continue; // fills the caches
      took[index]?.push(time * 1000);
      ratios[index]?.push(time / count);
    }
    if (round > 0) counts.push(count * 1000);
  }
  say(`\n${rounds} rounds${' '.repeat(24)}median ms   slowest   over a count`);
  say(
    `${'counting all charges'.padEnd(32)}${median(counts).toFixed(0).padStart(9)}${Math.max(...counts)
      .toFixed(0)
      .padStart(10)}`,
  );
  for (const [index, [name]] of contenders.entries()) {
    const all = took[index] ?? [];
    const figures = [
      median(all).toFixed(0).padStart(9),
      Math.max(...all)
        .toFixed(0)
        .padStart(10),
    ];
    say(
      `${name.padEnd(32)}${figures.join('')}${median(ratios[index] ?? [])
        .toFixed(2)
        .padStart(15)}`,
    );
  }
}

let server: Server | undefined;
process.once('SIGINT', () => void server?.stop().finally(() => process.exit(130)));
try {
  server = await Server.start(process.env['DATABASE_URL']);
  await bench(server);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await server?.stop();
}
