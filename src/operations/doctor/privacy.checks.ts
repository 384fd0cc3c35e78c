import type { Env } from '../../config/env.js';
import { durationText } from '../figures.js';
import type { StoredState } from '../metrics/stored-state.repository.js';
import type { OpenErasures } from './erasures.repository.js';
import { fail, ok, warn, type Finding } from './finding.js';

/** Seconds: it runs daily. */
const OVERDUE = 3 * 86_400;
/** Seconds: somebody goes on with each of them every minute, and the largest log is looked through by then. */
const LONGEST_ERASURE = 86_400;

/** @param stored ids of the keys that payloads are encrypted with; null: without one. */
function encryptionFinding({ PAYLOAD_ENCRYPTION_KEYS: keys }: Env, stored: readonly (string | null)[]): Finding {
  const known = keys.map(({ id }) => id);
  const lost = stored.filter((id) => id !== null && !known.includes(id));
  if (lost.length > 0) {
    return fail(
      'payloads.encryption',
      `payloads are encrypted with ${lost.join(', ')}, which this process does not have: they cannot be read`,
      'Put the key back into PAYLOAD_ENCRYPTION_KEYS: docs/privacy.md',
    );
  }
  const [writing] = known;
  if (writing === undefined) return ok('payloads.encryption', 'off: payloads are stored as they came');
  const others = stored.some((id) => id !== writing);
  return ok('payloads.encryption', `with ${writing}${others ? '; some payloads are still to be encrypted anew' : ''}`);
}

function retentionFinding(env: Env, { retention }: StoredState): Finding {
  const text = `payloads ${env.PAYLOAD_RETENTION_DAYS} days, events ${env.EVENT_LOG_RETENTION_DAYS}`;
  if (!retention) return ok('payloads.retention', `${text}; it has not run yet`);
  const age = (Date.now() - retention.finishedAt.getTime()) / 1_000;
  const last = `${text}; last run ${durationText(age)} ago`;
  const fix = "See the worker's log: docs/privacy.md";
  if (age > OVERDUE) return warn('payloads.retention', last, fix);
  return retention.leftOver.length > 0
    ? warn('payloads.retention', `${last}, which did not end ${retention.leftOver.join(', ')}`, fix)
    : ok('payloads.retention', last);
}

function erasuresFinding({ customers, oldestSeconds }: OpenErasures): Finding {
  if (customers === 0) return ok('privacy.erasures', 'none is under way');
  const text = `${customers} under way, the oldest for ${durationText(oldestSeconds)}`;
  return oldestSeconds > LONGEST_ERASURE
    ? fail(
        'privacy.erasures',
        `${text}: what is personal is not gone yet`,
        'Is a worker running (ROLE=all or worker)? Its log says why: docs/privacy.md#when-an-erasure-does-not-finish',
      )
    : ok('privacy.erasures', text);
}

/** What the database says beside the state. */
interface Kept {
  /** Ids of the keys that payloads are encrypted with; null: without one. */
  readonly keys: readonly (string | null)[];
  readonly erasures: OpenErasures;
}

/** What is kept of events, how, and for how long; and whether what is to go is gone. */
export const privacyFindings = (env: Env, state: StoredState, { keys, erasures }: Kept): Finding[] => [
  encryptionFinding(env, keys),
  retentionFinding(env, state),
  erasuresFinding(erasures),
];
