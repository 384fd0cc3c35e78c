import { Link } from 'react-router';
import { utcText } from '../../format/time.js';
import type { Happening } from './customers.queries.js';
import classes from './customer.module.css';

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** '' of what there is not: null, an empty list, no limits. */
function wordOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return TIME.test(value) ? utcText(new Date(value)) : value;
  if (Array.isArray(value)) return value.map(wordOf).join(', ');
  if (typeof value !== 'object') return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${wordOf(one)}`)
    .join(', ');
}

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
        by <Link to={`/events/${encodeURIComponent(causedBy)}`}>{causedBy}</Link>
      </span>
    )}
  </>
);
