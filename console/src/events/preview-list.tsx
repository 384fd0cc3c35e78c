import { counted } from '../format/number.js';
import { State, type Tone } from '../show/state.js';
import { Changes } from './changes.js';
import classes from './events.module.css';
import type { Preview, Previewed } from './selection.js';

const OUTCOMES: Readonly<Record<Previewed['outcome'], readonly [Tone, string]>> = {
  changes: ['ok', 'changes rows'],
  no_change: ['off', 'changes nothing'],
  not_handled: ['off', 'nobody handles it'],
  reads_stripe: ['waiting', 'reads Stripe first'],
  fails: ['bad', 'fails again'],
  payload_gone: ['warn', 'payload is gone'],
};

function PreviewedEvent({ event, outcome, verdict, error, changes, isCut }: Previewed) {
  const [tone, words] = OUTCOMES[outcome];
  return (
    <li>
      <div className={classes.previewHead}>
        <State tone={tone}>{words}</State>
        <span>{event.type}</span>
        <code className="muted">{event.id}</code>
        {verdict !== null && outcome !== 'changes' && <span className="muted">{verdict}</span>}
      </div>
      {error !== null && <p className="muted">{error}</p>}
      {changes.length > 0 && (
        <details>
          <summary>
            {counted(changes.length, 'field')}
            {isCut ? ' and more' : ''}
          </summary>
          <Changes changes={changes} caption={`What ${event.id} would change`} />
        </details>
      )}
    </li>
  );
}

/** What would happen: to how many, and what the first of them would change. */
export function PreviewList({ preview }: { readonly preview: Preview }) {
  const { events, skipped, isCapped, data } = preview;
  return (
    <div className={classes.preview}>
      <p>
        <strong>{counted(events, 'event')}</strong> would run again
        {skipped > 0 ? `; ${counted(skipped, 'other')} would be left out, being due already or gone` : ''}.
        {data.length < events && data.length > 0 ? ` Tried out, and taken back: the first ${data.length}.` : ''}
      </p>
      {isCapped && <State tone="warn">There are more than one replay takes: narrow the filter</State>}
      {data.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and the keyboard must get there
        <ul className={classes.previewList} tabIndex={0} aria-label="What the first of them would do">
          {data.map((one) => (
            <PreviewedEvent key={one.event.id} {...one} />
          ))}
        </ul>
      )}
    </div>
  );
}
