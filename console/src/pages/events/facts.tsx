import { countText } from '../../format/number.js';
import { durationText } from '../../format/time.js';
import { Field, Fields } from '../../show/fields.js';
import { Id } from '../../show/id.js';
import { eventPath, eventsOf } from '../../show/paths.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { Story } from './events.queries.js';
import classes from './story.module.css';

const NEXT: Readonly<Record<Story['next']['code'], Tone>> = {
  settled: 'ok',
  due: 'waiting',
  retry: 'warn',
  waits_for_stripe: 'waiting',
  dead: 'bad',
};

const BROUGHT: Readonly<Record<Story['event']['source'], string>> = {
  webhook: 'a webhook of Stripe',
  reconcile: 'reconcile: no webhook had brought it',
  replay: 'a replay',
  backfill: 'backfill',
};

/** How it came, how far it is, and what is next. */
export function Facts({ story: { event, arrival, next, related } }: { readonly story: Story }) {
  const settled = event.processedAt === null ? null : Date.parse(event.processedAt) - Date.parse(event.receivedAt);
  return (
    <div className="stack">
      <p>
        <State tone={NEXT[next.code]}>{next.note}</State>
        {next.at !== null && (
          <>
            {' '}
            <Time at={next.at} />
          </>
        )}
      </p>
      {event.error !== null && (
        <div className={classes.error}>
          <strong>{event.errorClass}</strong>
          <code>{event.error}</code>
        </div>
      )}
      <Fields>
        <Field name="Object">
          <Id id={event.object} to={eventsOf(event.object)} />
        </Field>
        <Field name="Created at Stripe">
          <Time at={event.createdAt} />
        </Field>
        <Field name="Received">
          <Time at={event.receivedAt} />{' '}
          <span className="muted">{durationText(arrival.lagSeconds * 1_000)} after it was created</span>
        </Field>
        <Field name="Settled">
          <Time at={event.processedAt} never="not yet" />{' '}
          {settled !== null && <span className="muted">{durationText(settled)} after receipt</span>}
        </Field>
        <Field name="Brought by">
          {BROUGHT[event.source]}
          {arrival.missing && (
            <>
              , found <Time at={arrival.missing.foundAt} />
            </>
          )}
        </Field>
        <Field name="Account">{event.account === null ? 'your own' : <Id id={event.account} />}</Field>
        <Field name="Mode">{event.livemode ? 'live' : 'test'}</Field>
        <Field name="API version">{event.apiVersion ?? <span className="muted">not said</span>}</Field>
        {related && (
          <Field name={related.kind === 'superseded' ? 'Superseded by' : 'The same fact as'}>
            {related.by ? (
              <>
                <Id id={related.by.id} to={eventPath(related.by.id)} /> <span className="muted">{related.by.type}</span>
              </>
            ) : (
              'a read from Stripe'
            )}
          </Field>
        )}
        {event.failures > 0 && <Field name="Failed attempts">{countText(event.failures)}</Field>}
        {event.crashes > 0 && <Field name="Processes it ended">{countText(event.crashes)}</Field>}
        {event.rereads > 0 && <Field name="Reads from Stripe">{countText(event.rereads)}</Field>}
      </Fields>
    </div>
  );
}
