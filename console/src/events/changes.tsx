import type { Read } from '../api/api.js';
import classes from './events.module.css';

export type Change = Read<'/operations/events/{id}'>['changes']['data'][number];

/** As the row has it; a text without quotes, for most are ids and states. */
function Value({ value }: { readonly value: unknown }) {
  if (value === null || value === undefined) return <span className="muted">null</span>;
  return <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>;
}

/** Fields before and after, each row of the database by itself. */
export function Changes({ changes, caption }: { readonly changes: readonly Change[]; readonly caption: string }) {
  const byRow = Map.groupBy(changes, ({ table, id }) => `${table} ${id}`);
  return (
    <div className="stack">
      {[...byRow].map(([row, fields]) => (
        <table key={row} className={classes.changeTable}>
          <caption>
            <span className="unseen">{caption}: </span>
            <code>{row}</code>
          </caption>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>
                  <Value value={before} />
                </td>
                <td>
                  <Value value={after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
