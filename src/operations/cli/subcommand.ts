import { Option } from 'commander';
import type { ExitCode } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** Carries out what a subcommand is asked for, and keeps its exit code. */
export type Carry = (work: (terminal: Terminal) => Promise<ExitCode>) => Promise<void>;

/** What every command takes. */
export interface JsonOption {
  readonly json: boolean;
}

export const json = (): Option => new Option('--json', 'one JSON document on standard output').default(false);

/** Several times the same option: a list. */
export const added = (value: string, before: readonly string[]): string[] => [...before, value];
