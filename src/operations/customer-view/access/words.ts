/** 2026-08-01T12:00:00Z -> `2026-08-01 12:00 UTC`: the seconds are in the row. */
export const moment = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Characters of one item in a sentence: an id may be 255 long. */
const LONGEST = 80;

const cut = (word: string): string => (word.length > LONGEST ? `${word.slice(0, LONGEST - 1)}…` : word).toWellFormed();

/** `a, b and 3 more`: at most five are named. */
export function listed(items: readonly string[], most = 5): string {
  const more = items.length - most;
  const named = items.slice(0, most).map(cut).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Adopters' own words (features, plans, tenants) as they stand in a sentence. */
export const quoted = (word: string): string => `“${cut(word)}”`;
