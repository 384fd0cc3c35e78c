import 'reflect-metadata';
import { StoredStateRepository, type StoredState } from '../../metrics/stored-state.repository.js';
import { RetentionRunRepository } from '../../retention/retention-run.repository.js';
import { VerifyRunRepository } from '../../verify/verify-run.repository.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { JsonOption } from '../subcommand.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { withDataSource } from '../with-data-source.js';
import { LastDayRepository, type LastDay, type Latency, type WordCount } from './last-day.repository.js';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

const seconds = (value: number | null): string => (value === null ? '-' : `${number.format(value)} s`);

const within = ({ half, most }: Latency): string => `half within ${seconds(half)}, 99 % within ${seconds(most)}`;

const words = (list: readonly WordCount[]): string =>
  list.map(({ word, events }) => `${number.format(events)} ${word}`).join(', ') || 'none';

function linesOf({ backlog, outbox, gaps, verify }: StoredState, day: LastDay): string[] {
  const entries = (status: 'pending' | 'dead'): number =>
    outbox.reduce((sum, one) => (one.status === status ? sum + one.entries : sum), 0);
  const open = backlog
    ? `${number.format(backlog.due)} due, ${number.format(backlog.planned)} planned, ${number.format(backlog.dead)} dead; ` +
      `the oldest waits for ${number.format(Math.round(backlog.oldestSeconds))} s`
    : 'unknown';
  return [
    `backlog   ${open}`,
    `outbox    ${number.format(entries('pending'))} pending, ${number.format(entries('dead'))} dead`,
    `received  ${number.format(day.events)} in the last day: ${words(day.sources)}`,
    `verdicts  ${words(day.verdicts)}`,
    `arrived   ${within(day.arrived)} after Stripe's event`,
    `settled   ${within(day.settled)} after that`,
    `missed    ${number.format((gaps?.late ?? 0) + (gaps?.missed ?? 0))} that reconcile brought in the last day`,
    `verify    ${verify ? `${number.format(verify.open)} rows differ; last run ${verify.finishedAt.toISOString()}` : 'never'}`,
  ];
}

export function stats({ json }: JsonOption, { print }: Terminal): Promise<ExitCode> {
  return withDataSource(async (dataSource) => {
    const runs = [new VerifyRunRepository(dataSource), new RetentionRunRepository(dataSource)] as const;
    const state = await new StoredStateRepository(dataSource, ...runs).read();
    const day = await new LastDayRepository(dataSource).read();
    if (json) {
      print(JSON.stringify({ ...state, lastDay: day }));
      return EXIT.ok;
    }
    print(linesOf(state, day).join('\n'));
    if (day.types.length > 0) {
      const rows = day.types.map(({ type, events, failing }) => [type, events, failing]);
      print(`\n${table(['type', 'events', 'failing'], rows)}`);
    }
    return EXIT.ok;
  });
}
