import { counted } from '../../format/number.js';
import { lengthText } from '../../format/time.js';
import { State } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { ReportAnswer } from './reports.queries.js';

/** Seconds: behind so much, figures are said to be behind. */
const BEHIND = 60;

/** Of when the figures are, and what may be lacking in them. */
export function AsOf({ answer }: { readonly answer: ReportAnswer }) {
  const { asOf, lagSeconds, pendingEvents, deadEvents } = answer;
  const lacking = [
    lagSeconds > BEHIND ? `${lengthText(lagSeconds * 1_000)} behind Stripe` : '',
    pendingEvents > 0 ? `${counted(pendingEvents, 'event')} not settled` : '',
    deadEvents > 0 ? `${counted(deadEvents, 'event')} dead` : '',
  ].filter(Boolean);
  return (
    <p className="muted">
      As of <Time at={asOf} />. {lacking.length > 0 && <State tone="warn">{lacking.join(', ')}</State>}
    </p>
  );
}
