import { Link } from 'react-router';
import { Changes } from '../../events/changes.js';
import { Section } from '../../frame/page.js';
import { eventPath } from '../../show/paths.js';
import { State } from '../../show/state.js';
import type { Story } from './events.queries.js';

/** What the event made of its row, beside what the event before it said. */
export const RowChanges = ({ changes: { note, isShown, comparedWith, data, isCut } }: Pick<Story, 'changes'>) => (
  <Section title="What it changed">
    <div className="stack">
      <p className="muted">
        {note}
        {comparedWith !== null && (
          <>
            {' '}
            Compared with <Link to={eventPath(comparedWith)}>{comparedWith}</Link>.
          </>
        )}
      </p>
      {isShown !== null && (
        <State tone={isShown ? 'ok' : 'off'}>
          {isShown ? 'The row shows this event now' : 'The row shows another event now'}
        </State>
      )}
      {data.length > 0 && <Changes changes={data} caption="What the event changed" />}
      {isCut && <p className="muted">There are more than 500 fields.</p>}
    </div>
  </Section>
);
