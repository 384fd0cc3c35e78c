import { InvalidArgumentError, type Command } from 'commander';
import { anyReason, reason } from '../reason-option.js';
import { json, type Carry, type JsonOption } from '../subcommand.js';
import { momentOf } from './moment.js';

/** What events have in common, as it was said: what it may be, the API's own schema says. */
export interface FilterOptions {
  readonly type?: string;
  readonly object?: string;
  readonly account?: string;
  readonly customer?: string;
  readonly tenant?: string;
  readonly status?: string;
  readonly verdict?: string;
  readonly source?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface ListOptions extends FilterOptions, JsonOption {
  readonly limit: string;
  readonly cursor?: string;
}

export interface ShowOptions extends JsonOption {
  readonly payload: boolean;
}

export interface IgnoreOptions extends FilterOptions, JsonOption {
  readonly reason: string;
  readonly yes: boolean;
}

export interface StopOptions extends JsonOption {
  readonly reason: string;
}

export interface ReplayOptions extends FilterOptions, JsonOption {
  readonly reason?: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly rate: number;
  readonly wait: boolean;
}

const MOST_PER_SECOND = 200;

function rate(value: string): number {
  const count = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (count < 1 || count > MOST_PER_SECOND) {
    throw new InvalidArgumentError(`A whole number from 1 to ${MOST_PER_SECOND}.`);
  }
  return count;
}

const withFilter = (command: Command): Command =>
  command
    .option('--type <type>', 'one type, or all that begin so: invoice.*')
    .option('--object <id>', 'about this object')
    .option('--customer <id>', 'of this customer and all that is theirs')
    .option('--tenant <id>', "of this tenant's customers")
    .option('--status <status>', 'received, processed, ignored, failed or dead')
    .option('--verdict <verdict>', 'applied, superseded, duplicate, ambiguous, stored, ignored or failed')
    .option('--source <source>', 'webhook, reconcile, replay or backfill')
    .option('--account <id>', 'of this connected account, or `own`')
    .option('--from <when>', 'received since: a time (UTC), a date, or 30m, 24h, 7d ago', (value) => momentOf(value))
    .option('--to <when>', 'received before', (value) => momentOf(value));

export function eventsCommand(program: Command, carry: Carry): void {
  const events = program.command('events').description('The event log: docs/replay.md');
  withFilter(events.command('list'))
    .description('List events, the newest first')
    .option('--limit <events>', 'so many, 1 to 100', '20')
    .option('--cursor <cursor>', 'go on where the page before ended')
    .addOption(json())
    .action((options: ListOptions) =>
      carry(async (terminal) => (await import('./list.run.js')).listEvents(options, terminal)),
    );
  events
    .command('show')
    .description('Tell everything that is known of one event')
    .argument('<id>', 'evt_…')
    .option('--payload', 'what it says too, masked', false)
    .addOption(json())
    .action((id: string, options: ShowOptions) =>
      carry(async (terminal) => (await import('./show.run.js')).showEvent(id, options, terminal)),
    );
  withFilter(events.command('replay'))
    .description('Run events again: by their ids, or by what they have in common. Workers do it')
    .argument('[ids...]', 'evt_…')
    .addOption(anyReason())
    .option('--dry-run', 'only show what would change', false)
    .option('--yes', 'more than one', false)
    .option('--rate <events>', `so many a second, 1 to ${MOST_PER_SECOND}`, rate, 20)
    .option('--no-wait', 'do not wait until they are done')
    .addOption(json())
    .action((ids: string[], options: ReplayOptions) =>
      carry(async (terminal) => (await import('./replay.run.js')).replayEvents(ids, options, terminal)),
    );
  withFilter(events.command('ignore'))
    .description('Leave events alone that failed or are dead')
    .argument('[ids...]', 'evt_…')
    .addOption(reason())
    .option('--yes', 'more than one', false)
    .addOption(json())
    .action((ids: string[], options: IgnoreOptions) =>
      carry(async (terminal) => (await import('./ignore.run.js')).ignoreEvents(ids, options, terminal)),
    );
  events
    .command('stop')
    .description('Stop a replay: what it has made due runs, the rest does not')
    .argument('<replay>', 'rpl_…')
    .addOption(reason())
    .addOption(json())
    .action((id: string, options: StopOptions) =>
      carry(async (terminal) => (await import('./stop.run.js')).stopReplay(id, options, terminal)),
    );
}
