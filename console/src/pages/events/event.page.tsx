import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { EventState } from '../../events/event-state.js';
import { IgnoreDialog } from '../../events/ignore-dialog.js';
import { ReplayDialog } from '../../events/replay-dialog.js';
import { Back, Page, Section, Subject } from '../../frame/page.js';
import { Answer } from '../../tell/answer.js';
import { Attempts } from './attempts.js';
import { storyQuery, type Story } from './events.queries.js';
import { Facts } from './facts.js';
import { Followed } from './followed.js';
import { Neighbours } from './neighbours.js';
import { PayloadSection } from './payload-section.js';
import { RowChanges } from './row-changes.js';

type Dialog = 'replay' | 'ignore' | null;

function Actions({ story, onOpen }: { readonly story: Story; readonly onOpen: (dialog: Dialog) => void }) {
  const { event, stripeUrl } = story;
  return (
    <>
      <Button onClick={() => onOpen('replay')}>Replay…</Button>
      {(event.status === 'failed' || event.status === 'dead') && (
        <Button onClick={() => onOpen('ignore')}>Ignore…</Button>
      )}
      {stripeUrl !== null && (
        <Button
          component="a"
          href={stripeUrl}
          target="_blank"
          rel="noreferrer"
          rightSection={<ExternalLink size={13} aria-label="in a new tab" />}
        >
          Stripe’s dashboard
        </Button>
      )}
    </>
  );
}

/** All that is known of it, in the order of what happened. */
const Told = ({ story }: { readonly story: Story }) => (
  <>
    <Section title="What happened">
      <Facts story={story} />
    </Section>
    {story.attempts.length > 0 && <Attempts attempts={story.attempts} />}
    <RowChanges changes={story.changes} />
    <Followed story={story} />
    <Neighbours story={story} />
    <PayloadSection id={story.event.id} payload={story.payload} />
  </>
);

/** The whole story of one event. */
export function EventPage() {
  const { id = '' } = useParams();
  const query = useQuery(storyQuery(id));
  const story = query.data;
  const [dialog, setDialog] = useState<Dialog>(null);
  const selection = { ids: [id] };
  return (
    <Page
      title={story ? `${story.event.type} ${id}` : id}
      heading={story?.event.type ?? 'Event'}
      above={<Back to="/events">Events</Back>}
      lead={<Subject id={id}>{story && <EventState {...story.event} />}</Subject>}
      actions={story && <Actions story={story} onOpen={setDialog} />}
    >
      <Answer query={query} lines={10}>
        {(told) => <Told story={told} />}
      </Answer>
      <ReplayDialog selection={dialog === 'replay' ? selection : null} onClose={() => setDialog(null)} />
      <IgnoreDialog selection={dialog === 'ignore' ? selection : null} onClose={() => setDialog(null)} />
    </Page>
  );
}
