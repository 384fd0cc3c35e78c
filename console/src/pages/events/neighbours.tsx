import { Link } from 'react-router';
import { EventState } from '../../events/event-state.js';
import { Section } from '../../frame/page.js';
import { eventPath, eventsOf } from '../../show/paths.js';
import { Time } from '../../show/time.js';
import type { Story } from './events.queries.js';
import classes from './story.module.css';

/** The life of its object round it, newest first, in Stripe's order. */
export function Neighbours({ story: { event, before, after } }: { readonly story: Story }) {
  if (before.length + after.length === 0) return null;
  return (
    <Section title="Other events of the object" actions={event.object && <Link to={eventsOf(event.object)}>All</Link>}>
      <ol className={classes.lines}>
        {[...after.toReversed(), event, ...before].map((one) => (
          <li key={one.id} aria-current={one.id === event.id ? 'true' : undefined}>
            <Time at={one.createdAt} />
            {one.id === event.id ? <strong>{one.type}</strong> : <Link to={eventPath(one.id)}>{one.type}</Link>}
            <EventState {...one} />
          </li>
        ))}
      </ol>
    </Section>
  );
}
