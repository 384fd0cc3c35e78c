import type { Reason, Reference } from './customers.queries.js';

interface Sentence {
  /** What is said, with the things that it names in their places. */
  readonly parts: readonly (string | Reference)[];
  /** What decides and is not named. */
  readonly others: readonly Reference[];
}

const escaped = (id: string): string => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whole ids only: `in_1` is not found in `in_12`. */
export function sentenceOf({ text, refs }: Pick<Reason, 'text' | 'refs'>): Sentence {
  if (refs.length === 0) return { parts: [text], others: [] };
  const byId = new Map(refs.map((one) => [one.id, one]));
  const ids = [...byId.keys()].toSorted((a, b) => b.length - a.length).map(escaped);
  const parts = text
    .split(new RegExp(`(?<![\\w-])(${ids.join('|')})(?![\\w-])`))
    .filter((part) => part !== '')
    .map((part) => byId.get(part) ?? part);
  const named = new Set(parts.map((part) => (typeof part === 'string' ? '' : part.id)));
  return { parts, others: [...byId.values()].filter(({ id }) => !named.has(id)) };
}
