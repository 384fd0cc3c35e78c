import { ProblemError } from '../../../client/problem-error.js';

/** A problem in words for a person: what happened, what is wrong where, and what to quote. */
interface ProblemWords {
  readonly title: string;
  /** Of an invalid request, each place and what belongs there. */
  readonly faults: readonly string[];
  /** Code and request id. */
  readonly small: string;
}

export function wordsOf(error: unknown): ProblemWords {
  if (!(error instanceof ProblemError)) {
    return { title: 'The backend cannot be reached.', faults: [], small: error instanceof Error ? error.message : '' };
  }
  const { message, errors, code, requestId, status } = error;
  return {
    title: message,
    faults: errors.map(
      ({ pointer, detail }) => `${pointer === '' ? 'The request' : pointer.replace(/^\//, '')} ${detail}`,
    ),
    small: [`${status} ${code}`, requestId].filter((word) => word !== null).join(' · '),
  };
}
