/** Answers other than 200, by status; 0: none. */
export type Refusals = Readonly<Record<string, number>>;

export function refusalsAmong(statuses: Iterable<number>, before: Refusals = {}): Refusals {
  const byStatus: Record<string, number> = { ...before };
  for (const status of statuses) if (status !== 200) byStatus[status] = (byStatus[status] ?? 0) + 1;
  return byStatus;
}

export const countOf = (refusals: Refusals): number => Object.values(refusals).reduce((sum, count) => sum + count, 0);
