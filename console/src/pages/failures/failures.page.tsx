import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useReadAgain } from '../../api/read-again.js';
import { IgnoreDialog } from '../../events/ignore-dialog.js';
import { ReplayDialog } from '../../events/replay-dialog.js';
import { counted } from '../../format/number.js';
import { Page, Section } from '../../frame/page.js';
import { Answer } from '../../tell/answer.js';
import { failuresQuery, filterOf, replaysQuery, type FailureGroup, type Replay } from './failures.queries.js';
import { Groups } from './groups.js';
import { Replays } from './replays.js';

interface Asked {
  readonly dialog: 'replay' | 'ignore';
  readonly group: FailureGroup;
}

const leadOf = (groups: readonly FailureGroup[]): string => {
  const eventsOf = (status: FailureGroup['status']): number =>
    groups.filter((group) => group.status === status).reduce((sum, { events }) => sum + events, 0);
  return `${counted(eventsOf('dead'), 'event')} dead, ${counted(eventsOf('failed'), 'event')} to be tried again`;
};

/** As a replay goes on, what has failed is another. */
const progressOf = (replays: readonly Replay[]): string =>
  replays.map(({ id, waiting, settled, failed }) => [id, waiting, settled, failed].join(' ')).join();

/** What failed, by what went wrong: mend that, then let the events run again. */
export function FailuresPage() {
  const failures = useQuery(failuresQuery);
  const replays = useQuery(replaysQuery);
  useReadAgain(replays.data && progressOf(replays.data.data), { queryKey: failuresQuery.queryKey });
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => setAsked(null);
  const selectionFor = (dialog: Asked['dialog']) =>
    asked?.dialog === dialog ? { filter: filterOf(asked.group) } : null;
  return (
    <Page title="Failures" lead={failures.data && failures.data.data.length > 0 && leadOf(failures.data.data)}>
      <Answer query={failures} lines={6}>
        {({ data, isCut }) => (
          <>
            <Groups
              groups={data}
              onReplay={(group) => setAsked({ dialog: 'replay', group })}
              onIgnore={(group) => setAsked({ dialog: 'ignore', group })}
            />
            {isCut && <p className="muted">There are more: these are the newest, and the first 200 groups.</p>}
          </>
        )}
      </Answer>
      <Section title="Replays" isBare>
        <Answer query={replays}>{({ data }) => <Replays replays={data} />}</Answer>
      </Section>
      <ReplayDialog selection={selectionFor('replay')} onClose={close} />
      <IgnoreDialog selection={selectionFor('ignore')} onClose={close} />
    </Page>
  );
}
