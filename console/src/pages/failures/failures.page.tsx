import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { IgnoreDialog } from '../../events/ignore-dialog.js';
import { ReplayDialog } from '../../events/replay-dialog.js';
import { counted } from '../../format/number.js';
import { Page, Section } from '../../frame/page.js';
import { Loading } from '../../tell/loading.js';
import { ProblemNote } from '../../tell/problem-note.js';
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

/** As a replay goes on, what has failed is another: it is read again at once, and not when its time comes. */
function useReadAgain(replays: { readonly data: readonly Replay[] } | undefined): void {
  const client = useQueryClient();
  const before = useRef<string>(undefined);
  const now = replays?.data.map(({ id, waiting, settled, failed }) => [id, waiting, settled, failed].join(' ')).join();
  useEffect(() => {
    if (before.current !== undefined && before.current !== now) {
      void client.invalidateQueries({ queryKey: failuresQuery.queryKey });
    }
    before.current = now;
  }, [client, now]);
}

/** What failed, by what went wrong: mend that, then let the events run again. */
export function FailuresPage() {
  const failures = useQuery(failuresQuery);
  const replays = useQuery(replaysQuery);
  useReadAgain(replays.data);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => setAsked(null);
  const selectionFor = (dialog: Asked['dialog']) =>
    asked?.dialog === dialog ? { filter: filterOf(asked.group) } : null;
  return (
    <Page title="Failures" lead={failures.data && failures.data.data.length > 0 && leadOf(failures.data.data)}>
      {failures.data ? (
        <Groups
          groups={failures.data.data}
          onReplay={(group) => setAsked({ dialog: 'replay', group })}
          onIgnore={(group) => setAsked({ dialog: 'ignore', group })}
        />
      ) : failures.error ? (
        <ProblemNote error={failures.error} onRetry={() => void failures.refetch()} />
      ) : (
        <Loading lines={6} />
      )}
      {failures.data?.isCut && <p className="muted">There are more: these are the newest, and the first 200 groups.</p>}
      <Section title="Replays" isBare>
        {replays.data ? (
          <Replays replays={replays.data.data} />
        ) : replays.error ? (
          <ProblemNote error={replays.error} onRetry={() => void replays.refetch()} />
        ) : (
          <Loading />
        )}
      </Section>
      <ReplayDialog selection={selectionFor('replay')} onClose={close} />
      <IgnoreDialog selection={selectionFor('ignore')} onClose={close} />
    </Page>
  );
}
