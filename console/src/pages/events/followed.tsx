import { Section } from '../../frame/page.js';
import { Id } from '../../show/id.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import { Changes, type Change } from '../../events/changes.js';
import type { Story } from './events.queries.js';
import classes from './story.module.css';

type Derived = Story['derived'][number];

const OUTBOX: Readonly<Record<Story['outbox'][number]['status'], Tone>> = {
  pending: 'waiting',
  sent: 'ok',
  obsolete: 'off',
  dead: 'bad',
};

const changesOf = ({ tenant, before, after }: Derived): Change[] =>
  Object.keys({ ...before, ...after }).map((field) => ({
    table: 'tenants',
    id: tenant,
    field,
    before: before[field],
    after: after[field],
  }));

const Tenants = ({ derived }: Pick<Story, 'derived'>) => (
  <Section title="What changed for tenants">
    <div className="stack">
      {derived.map((change) => (
        <div key={`${change.tenant} ${change.at}`}>
          <p className="muted">
            <Time at={change.at} />
          </p>
          <Changes changes={changesOf(change)} caption="What changed for the tenant" />
        </div>
      ))}
    </div>
  </Section>
);

const Outbox = ({ outbox }: Pick<Story, 'outbox'>) => (
  <Section title="What left the database">
    <ul className={classes.lines}>
      {outbox.map(({ id, topic, handler, status, attempts, error, createdAt, settledAt, isOwn }) => (
        <li key={id}>
          <State tone={OUTBOX[status]}>{status}</State>
          <span>
            {topic} <span className="muted">{handler}</span>
          </span>
          <Time at={settledAt ?? createdAt} />
          {attempts > 1 && <span className="muted">{attempts} attempts</span>}
          {!isOwn && <span className="muted">made by another event of the same fact</span>}
          {error !== null && <code>{error}</code>}
        </li>
      ))}
    </ul>
  </Section>
);

const Replays = ({ replays }: Pick<Story, 'replays'>) => (
  <Section title="Replays of it">
    <ul className={classes.lines}>
      {replays.map(({ replay, by, reason, requestedAt, outcome, formerStatus, formerVerdict }) => (
        <li key={replay}>
          <Time at={requestedAt} />
          <span>{outcome}</span>
          {formerStatus !== null && <span className="muted">was {formerVerdict ?? formerStatus}</span>}
          {reason !== null && <span>“{reason}”</span>}
          {by === null ? <span className="muted">by another account</span> : <Id id={by} />}
        </li>
      ))}
    </ul>
  </Section>
);

/** What came of it beyond its own row. */
export const Followed = ({ story: { derived, outbox, replays } }: { readonly story: Story }) => (
  <>
    {derived.length > 0 && <Tenants derived={derived} />}
    {outbox.length > 0 && <Outbox outbox={outbox} />}
    {replays.length > 0 && <Replays replays={replays} />}
  </>
);
