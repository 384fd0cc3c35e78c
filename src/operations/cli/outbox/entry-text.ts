import type { OpenEntry } from './open-entries.repository.js';

/** Keys of adopters' own handlers, and what a receiver has answered, may name somebody, or mean to steer the terminal. */
const shown = (text: string): string =>
  text.replaceAll(/[^\s:,;<>]+@[^\s:,;<>]+/g, '[email]').replaceAll(/\p{C}+/gu, ' ');

/** An entry as a command shows it, on the screen and in JSON. */
export const shownEntry = (entry: OpenEntry): OpenEntry => ({
  ...entry,
  topic: shown(entry.topic),
  businessKey: shown(entry.businessKey),
  error: entry.error && shown(entry.error),
});

const minute = (at: Date | null): string => at?.toISOString().slice(0, 16).replace('T', ' ') ?? '-';

export const ENTRY_HEADINGS = ['id', 'topic', 'status', 'attempts', 'since (UTC)', 'next (UTC)', 'key', 'error'];

/** Whole ids and keys: they are copied. */
export const entryCells = (entry: OpenEntry): (string | number)[] => {
  const { id, topic, status, attempts, since, nextAttemptAt, businessKey, error } = entry;
  return [id, topic, status, attempts, minute(since), minute(nextAttemptAt), businessKey, (error ?? '-').slice(0, 120)];
};
