import type { Cursor } from '../common/cursor.js';

/** Which part of a list is asked for: how many rows, and after which. */
export interface PagePart {
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
}
