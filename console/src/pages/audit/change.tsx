import { utcText } from '../../format/time.js';
import { None } from '../../show/none.js';
import type { AuditEntry } from './audit.queries.js';
import classes from './audit.module.css';

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function wordOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordOf).join(', ');
  if (typeof value !== 'string') return JSON.stringify(value) ?? '';
  return TIME.test(value) ? utcText(new Date(value)) : value;
}

/** Nothing is said of what there is not. */
const isSaid = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/** What was changed: each field as it was and as it is, the new ones alone. The log holds no personal data. */
export function Change({ before, after }: Pick<AuditEntry, 'before' | 'after'>) {
  const names = Object.keys({ ...before, ...after }).filter((name) => isSaid(before?.[name]) || isSaid(after?.[name]));
  if (names.length === 0) return <None />;
  return (
    <dl className={classes.change}>
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {isSaid(before?.[name]) && (
              <>
                <del>{wordOf(before?.[name])}</del>{' '}
              </>
            )}
            {isSaid(after?.[name]) && <span>{wordOf(after?.[name])}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
