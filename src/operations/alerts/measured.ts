/** What an alert has measured. Between firing and clear lies what neither opens an incident nor ends one. */
export interface Measured {
  readonly fires: boolean;
  readonly isClear: boolean;
  /** In words. */
  readonly value: string;
}

/** There is nothing of which it could be wrong. */
export const CLEAR: Measured = { fires: false, isClear: true, value: '' };

/**
 * Fires above the limit, and is clear again at so much or less: what swings around the limit is one incident.
 *
 * @param words says the figure.
 */
export const above = (figure: number, limit: number, clearAt: number, words: (figure: number) => string): Measured => ({
  fires: figure > limit,
  isClear: figure <= clearAt,
  value: words(figure),
});

/** `1 event`, `3 events`; what is counted up to a limit says so. */
export const counted = (count: number, one: string, many = `${one}s`, most = Infinity): string =>
  `${count >= most ? `${most} or more` : count} ${count === 1 ? one : many}`;

/** `12 of 40 answers`. */
export const partOf = (part: number, whole: number, many: string): string => `${part} of ${whole} ${many}`;

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** In the largest unit of which there are two: `90 s` is `90 s`, `7 min`, `26 h`, `3 d`. */
export function durationText(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds >= 2 * length) ?? ['s', 1];
  return `${Math.floor(seconds / size)} ${unit}`;
}
