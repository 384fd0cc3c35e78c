import type { RunAnswer } from './run.answers.js';
import type { RunRow } from './run.repository.js';

/** What callers see of a run. */
export function showRun(row: RunRow): RunAnswer {
  const { id, kind, state, reason, actorKind, actorId, host, created, seenAt, finishedAt, request, figures, error } =
    row;
  return {
    id,
    kind,
    state,
    reason,
    askedBy: { kind: actorKind, id: actorId },
    host,
    startedAt: created.toISOString(),
    seenAt: seenAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    request,
    verify: 'checked' in figures ? figures : null,
    reconcile: 'listed' in figures ? figures : null,
    error,
  };
}
