import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { EventState, type EventLine } from '../../events/event-state.js';
import { counted } from '../../format/number.js';
import { Section } from '../../frame/page.js';
import { eventPath } from '../../show/paths.js';
import { Time } from '../../show/time.js';
import { Loading } from '../../tell/loading.js';
import { ProblemNote } from '../../tell/problem-note.js';
import { timelineQuery, type Customer, type Happening } from './customers.queries.js';
import { StateChange } from './state-change.js';
import classes from './customer.module.css';

type Kind = Happening['kind'] | 'all';

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'event', label: 'Events' },
  { value: 'change', label: 'Access' },
  { value: 'action', label: 'Requests' },
  { value: 'notification', label: 'Messages' },
];

const STATUSES: Readonly<Record<EventLine['status'], true>> = {
  received: true,
  processed: true,
  ignored: true,
  failed: true,
  dead: true,
};

const isStatus = (word: string): word is EventLine['status'] => Object.hasOwn(STATUSES, word);

/** One line of each kind: what it was, and the way to it. */
const TELL: Readonly<Record<Happening['kind'], (happening: Happening) => ReactNode>> = {
  event: ({ event, object, text }) =>
    event === null ? (
      text
    ) : (
      <>
        <Link to={eventPath(event.id)}>{event.type}</Link>{' '}
        {isStatus(event.status) && !(event.status === 'processed' && event.verdict === 'applied') && (
          <EventState status={event.status} verdict={event.verdict} />
        )}{' '}
        <code className="muted">{object?.id}</code>
      </>
    ),
  change: ({ change, text }) => (change === null ? text : <StateChange {...change} />),
  action: ({ action, object, text }) =>
    action === null ? (
      text
    ) : (
      <>
        <strong>{action.action}</strong> <span className="muted">by {action.actor.id}</span>{' '}
        {action.outcome !== null && <span>{action.outcome} </span>}
        <code className="muted">{object?.id}</code>
      </>
    ),
  notification: ({ notification, text, object }) =>
    notification === null ? (
      text
    ) : (
      <>
        {text} <code className="muted">{object?.id}</code>
      </>
    ),
};

/** What happened to the customer, newest first: as much as the reader asks for. */
export function TimelineSection({ customer }: { readonly customer: Customer }) {
  const { customer: key, timeline } = customer;
  const [kind, setKind] = useState<Kind>('all');
  const query = useInfiniteQuery(timelineQuery(key, kind, timeline.nextCursor));
  const { data, error, isFetching, hasNextPage } = query;
  const read = data?.pages.flatMap((page) => page.data);
  const shown = kind === 'all' ? [...timeline.data, ...(read ?? [])] : read;
  const isMore = kind === 'all' && data === undefined ? timeline.nextCursor !== null : hasNextPage;
  return (
    <Section
      title="Timeline"
      actions={
        <SegmentedControl
          size="xs"
          transitionDuration={0}
          aria-label="Of the timeline"
          data={[...KINDS]}
          value={kind}
          onChange={(value) => setKind(value)}
        />
      }
    >
      {shown && (
        <ol className={classes.timeline} aria-label="What happened, newest first">
          {shown.map((one) => (
            <li key={one.id} data-kind={one.kind}>
              <Time at={one.at} isInTable />
              <div>{TELL[one.kind](one)}</div>
            </li>
          ))}
        </ol>
      )}
      {!shown && !error && <Loading />}
      {error && <ProblemNote error={error} onRetry={() => void query.fetchNextPage()} />}
      <div className={classes.older}>
        {shown && <span>{shown.length === 0 ? 'None of this kind' : counted(shown.length, 'entry', 'entries')}</span>}
        {isMore && (
          <Button loading={isFetching} onClick={() => void query.fetchNextPage()}>
            Older
          </Button>
        )}
      </div>
    </Section>
  );
}
