import { Link } from 'react-router';
import { Coded } from '../../show/coded.js';
import { State } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { Overview } from './overview.queries.js';
import classes from './overview.module.css';
import { WHAT_TO_DO } from './what-to-do.js';

type Alert = Overview['alerts'][number];

function FiringAlert({ name, severity, summary, value, since, runbook }: Alert) {
  const { text, to, page } = WHAT_TO_DO[name];
  return (
    <li className={classes.alert} data-severity={severity}>
      <div className={classes.alertHead}>
        <State tone={severity === 'critical' ? 'bad' : 'warn'}>
          {severity === 'critical' ? 'Critical' : 'Warning'}
        </State>
        <strong>{summary}</strong>
      </div>
      <p>
        <Coded text={text} /> {to && page && <Link to={to}>Go to {page}</Link>}
      </p>
      <p className="small">
        {value} · since <Time at={since} /> · <code>{runbook}</code>
      </p>
    </li>
  );
}

/** What is wrong now, the worst first, and what to do about it. */
export function Alerts({ alerts }: Pick<Overview, 'alerts'>) {
  return (
    <section aria-label="Alerts">
      {alerts.length === 0 ? (
        <p className={classes.quiet}>
          <State tone="ok">No alert fires</State>
        </p>
      ) : (
        <ul className={classes.alerts}>
          {alerts.map((alert) => (
            <FiringAlert key={alert.name} {...alert} />
          ))}
        </ul>
      )}
      {/* Read out when it changes; what stands above tells its times anew every few seconds. */}
      <p className="unseen" role="status">
        {alerts.map(({ summary }) => summary).join(' ')}
      </p>
    </section>
  );
}
