import type { z } from 'zod';
import { SumTooLargeError } from './report.errors.js';

const BEYOND = new Set(['too_big', 'too_small']);

/**
 * Rows as their schema has them.
 *
 * @throws {SumTooLargeError} for a whole number beyond 2^53. @throws {ZodError} for what is no row: a mistake of ours.
 */
export function exactly<Rows extends z.ZodType>(rows: Rows, found: unknown): z.output<Rows> {
  const { success, data, error } = rows.safeParse(found);
  if (success) return data;
  throw error.issues.every(({ code }) => BEYOND.has(code)) ? new SumTooLargeError() : error;
}
