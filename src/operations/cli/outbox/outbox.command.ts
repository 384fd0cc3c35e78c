import { InvalidArgumentError, Option, type Command } from 'commander';
import { reason } from '../reason-option.js';
import { json, type Carry, type JsonOption } from '../subcommand.js';

/** What an entry is that has not left. */
const OPEN_STATUSES = ['dead', 'pending'] as const;

export type OpenStatus = (typeof OPEN_STATUSES)[number];

export interface ListOptions extends JsonOption {
  readonly status?: OpenStatus;
  readonly topic?: string;
  readonly limit: number;
}

export interface RetryOptions extends JsonOption {
  readonly status?: OpenStatus;
  readonly topic?: string;
  readonly reason: string;
  readonly yes: boolean;
}

const LIMIT = 50;
const MOST = 1_000;

const ENTRY_ID = /^[1-9]\d{0,17}$/;

function rowCount(value: string): number {
  const count = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (count < 1 || count > MOST) throw new InvalidArgumentError(`A whole number from 1 to ${MOST}.`);
  return count;
}

function entryId(value: string, before: readonly string[] = []): string[] {
  if (!ENTRY_ID.test(value)) throw new InvalidArgumentError("That is no entry's id: `outbox list` shows them.");
  if (before.length >= MOST) throw new InvalidArgumentError(`Up to ${MOST} of them.`);
  return [...before, value];
}

function topicName(value: string): string {
  if (!/^[^\p{C}]{1,250}$/u.test(value)) throw new InvalidArgumentError('That is no topic.');
  return value;
}

const ofStatus = (): Option =>
  new Option('--status <status>', 'dead: no attempt is left; pending: it waits').choices(OPEN_STATUSES);

export function outboxCommand(program: Command, carry: Carry): void {
  const outbox = program.command('outbox').description('What is to leave, and has not: messages, and what handlers do');
  outbox
    .command('list')
    .description('List what waits, and what was given up: not what it says')
    .addOption(ofStatus())
    .option('--topic <topic>', 'only this one: notification-email, say', topicName)
    .option('--limit <entries>', `so many, 1 to ${MOST}`, rowCount, LIMIT)
    .addOption(json())
    .action((options: ListOptions) =>
      carry(async (terminal) => (await import('./list.run.js')).listEntries(options, terminal)),
    );
  outbox
    .command('retry')
    .description('Try entries again, from the first attempt on: by their ids, or all of a status. Workers do it')
    .argument('[ids...]', 'as `outbox list` shows them', entryId)
    .addOption(ofStatus())
    .option('--topic <topic>', 'with --status: only this one', topicName)
    .addOption(reason())
    .option('--yes', 'more than one', false)
    .addOption(json())
    .action((ids: string[], options: RetryOptions) =>
      carry(async (terminal) => (await import('./retry.run.js')).retryEntries(ids, options, terminal)),
    );
}
