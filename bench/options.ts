import { InvalidArgumentError, Option } from 'commander';
import { BACKEND } from './contenders/backend.js';

/** @throws {InvalidArgumentError} unless it is from 1 to 9,999,999. */
function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A whole number from 1 to 9999999.');
}

const numbers = (text: string): number[] => text.split(',').map(wholeNumber);

/** @throws {InvalidArgumentError} naming what is no way to run the backend. */
function backends(text: string): string[] {
  const names = text.split(',');
  const unknown = names.filter((name) => !BACKEND.test(name) || name === 'api');
  if (unknown.length === 0) return names;
  throw new InvalidArgumentError(`${unknown.join(', ')}: all, all+bull, or api+1 to api+9 (so many workers).`);
}

export const roundsOption = (most = 5): Option =>
  new Option('--rounds <n>', 'each contender once a round; below five the median means little')
    .argParser(wholeNumber)
    .default(most);

export const eventsOption = (events: number): Option =>
  new Option('--events <n>', 'distinct events of a run').argParser(wholeNumber).default(events);

export const connectionsOption = (connections: readonly number[]): Option =>
  new Option('--connections <n,n>', 'kept-alive connections, one measurement each')
    .argParser(numbers)
    .default(connections, connections.join(','));

export const atConnectionsOption = (connections: number): Option =>
  new Option('--connections <n>', 'kept-alive connections').argParser(wholeNumber).default(connections);

export const backendsOption = (names: readonly string[]): Option =>
  new Option('--backends <name,name>', 'all, all+bull, api+1 … api+9: with so many workers')
    .argParser(backends)
    .default(names, names.join(','));

export const numbersOption = (flags: string, description: string, fallback: readonly number[]): Option =>
  new Option(flags, description).argParser(numbers).default(fallback, fallback.join(','));

export const numberOption = (flags: string, description: string, fallback: number): Option =>
  new Option(flags, description).argParser(wholeNumber).default(fallback);
