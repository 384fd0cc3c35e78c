import { Link } from 'react-router';
import { wordOf } from '../../format/word.js';
import { eventPath } from '../../show/paths.js';
import type { Happening } from './customers.queries.js';
import classes from './customer.module.css';

/** `past_due_since` and `pastDueSince` alike. */
const nameOf = (field: string): string =>
  field.replaceAll('_', ' ').replace(/[A-Z]/g, (big) => ` ${big.toLowerCase()}`);

/** How what the customer may do has changed, and by which event. */
export const StateChange = ({ before, after, causedBy }: NonNullable<Happening['change']>) => (
  <>
    <ul className={classes.stateChange}>
      {Object.keys({ ...before, ...after }).map((field) => (
        <li key={field}>
          <span className="muted">{nameOf(field)}</span>{' '}
          {wordOf(before[field]) !== '' && <del>{wordOf(before[field])}</del>}{' '}
          <strong>{wordOf(after[field]) || 'none'}</strong>
        </li>
      ))}
    </ul>
    {causedBy !== null && (
      <span className="muted">
        by <Link to={eventPath(causedBy)}>{causedBy}</Link>
      </span>
    )}
  </>
);
