import { wordOf } from '../../format/word.js';
import { None } from '../../show/none.js';
import type { AuditEntry } from './audit.queries.js';
import classes from './audit.module.css';

/** What was changed: each field as it was and as it is, the new ones alone. The log holds no personal data. */
export function Change({ before, after }: Pick<AuditEntry, 'before' | 'after'>) {
  const fields = Object.keys({ ...before, ...after })
    .map((name) => ({ name, was: wordOf(before?.[name]), is: wordOf(after?.[name]) }))
    .filter(({ was, is }) => was !== '' || is !== '');
  if (fields.length === 0) return <None />;
  return (
    <dl className={classes.change}>
      {fields.map(({ name, was, is }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {was !== '' && <del>{was}</del>} {is}
          </dd>
        </div>
      ))}
    </dl>
  );
}
