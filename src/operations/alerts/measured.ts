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

/** `12 of 40 answers`. */
export const partOf = (part: number, whole: number, many: string): string => `${part} of ${whole} ${many}`;
