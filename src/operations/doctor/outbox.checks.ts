import { OUTBOX_STUCK } from '../alerts/thresholds.js';
import { counted, durationText } from '../figures.js';
import type { StoredState } from '../metrics/stored-state.repository.js';
import { fail, ok, warn, type Finding } from './finding.js';
import type { WaitingEntries } from './outbox.repository.js';

/** Seconds after which a due entry that nobody took is left alone: whoever takes one has it for a minute. */
const UNTAKEN = 300;

const RUNBOOK = 'docs/runbook.md#countinghouseoutboxstuck';
const SEE_DEAD =
  '`npx countinghouse outbox list --status dead` says why; mended, `outbox retry`: docs/runbook.md#countinghousedeadoutbox';

function deadFinding({ outbox }: StoredState): Finding {
  const dead = outbox.filter(({ status }) => status === 'dead');
  return dead.length === 0
    ? ok('outbox.dead', 'none')
    : warn('outbox.dead', dead.map(({ topic, entries }) => `${entries} of ${topic}`).join(', '), SEE_DEAD);
}

/** Nobody takes them, or their receiver fails: two causes, and two remedies. */
function stuckFinding(waiting: readonly WaitingEntries[]): Finding {
  const untaken = waiting.filter(({ overdueSeconds }) => overdueSeconds > UNTAKEN);
  if (untaken.length > 0) {
    const said = untaken.map(
      ({ topic, entries, overdueSeconds }) => `${entries} of ${topic}, due for ${durationText(overdueSeconds)}`,
    );
    return fail(
      'outbox.stuck',
      `nobody takes ${said.join('; ')}`,
      `Is a worker running (ROLE=all or worker), and does it have the topic's settings (SMTP_URL and the like)? ${RUNBOOK}`,
    );
  }
  const failing = waiting.filter(({ oldestSeconds }) => oldestSeconds > OUTBOX_STUCK);
  if (failing.length > 0) {
    const said = failing.map(
      ({ topic, entries, oldestSeconds, attempts }) =>
        `${entries} of ${topic}, for ${durationText(oldestSeconds)} and ${counted(attempts, 'attempt')}`,
    );
    return warn(
      'outbox.stuck',
      said.join('; '),
      `Their receiver fails: \`npx countinghouse outbox list --status pending\` says how. It is tried again by itself: ${RUNBOOK}`,
    );
  }
  const entries = waiting.reduce((sum, topic) => sum + topic.entries, 0);
  return ok('outbox.stuck', entries === 0 ? 'nothing waits' : `${entries} wait, none for long`);
}

/** What leaves the database after the commit, and does not. */
export const outboxFindings = (state: StoredState, waiting: readonly WaitingEntries[]): Finding[] => [
  deadFinding(state),
  stuckFinding(waiting),
];
