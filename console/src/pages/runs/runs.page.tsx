import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useReadAgain } from '../../api/read-again.js';
import { Page, Section } from '../../frame/page.js';
import { useSession } from '../../session/session.js';
import { State } from '../../show/state.js';
import { Answer } from '../../tell/answer.js';
import { Empty } from '../../tell/empty.js';
import { Differences } from './differences.js';
import { Gaps } from './gaps.js';
import { Reconcile } from './reconcile.js';
import { RunTable } from './run-table.js';
import {
  differencesQuery,
  isKeyKnown,
  gapsQuery,
  reconcileQuery,
  RUNS,
  runsQuery,
  verifyQuery,
  type Run,
} from './runs.queries.js';
import { Verify } from './verify.js';

/** A list that has something to say; that it is empty, the figures above it say. */
const listed = <Item,>(
  title: string,
  query: UseQueryResult<{ readonly data: readonly Item[] }>,
  show: (items: readonly Item[]) => ReactNode,
) => {
  if (!query.data?.data.length && query.error === null) return null;
  return (
    <Section title={title} isBare>
      <Answer query={query}>{({ data }) => show(data)}</Answer>
    </Section>
  );
};

const isEmpty = (...lists: readonly UseQueryResult<{ readonly data: readonly unknown[] }>[]): boolean =>
  lists.every(({ data }) => data?.data.length === 0);

/** A run that begins or ends may have changed all the others. */
const lastOf = ([last]: readonly Run[]): string => `${last?.id} ${last?.state}`;

/** Whether the log has every event, and whether the rows are what Stripe says; and how to have both looked at now. */
export function RunsPage() {
  // How all accounts stand together is not for who is bound to one of them.
  const isOfAll = useSession().account === '';
  const reconcile = useQuery({ ...reconcileQuery, enabled: isOfAll });
  const gaps = useQuery(gapsQuery);
  const verify = useQuery({ ...verifyQuery, enabled: isOfAll });
  const differences = useQuery(differencesQuery);
  const runs = useQuery(runsQuery);
  useReadAgain(runs.data && lastOf(runs.data.data), {
    queryKey: [RUNS],
    predicate: ({ queryKey }) => queryKey[1] !== runsQuery.queryKey[1],
  });
  const hasKey = verify.data === undefined || isKeyKnown(verify.data);
  return (
    <Page
      title="Reconcile & verify"
      lead="Reconcile finds events that never arrived. Verify compares the rows with Stripe’s objects."
    >
      {!hasKey && <State tone="warn">There is no STRIPE_SECRET_KEY, and so nobody to ask.</State>}
      {isOfAll && <Answer query={reconcile}>{(state) => <Reconcile state={state} hasKey={hasKey} />}</Answer>}
      {!isOfAll && isEmpty(gaps, differences, runs) && (
        <Empty title="No event was missed, and no row is known to differ" />
      )}
      {listed('Events that no webhook had brought', gaps, (found) => (
        <Gaps gaps={found} />
      ))}
      {isOfAll && <Answer query={verify}>{(state) => <Verify state={state} hasKey={hasKey} />}</Answer>}
      {listed('Rows that are not what Stripe says', differences, (open) => (
        <Differences differences={open} />
      ))}
      {listed('Runs that were asked for', runs, (asked) => (
        <RunTable runs={asked} />
      ))}
    </Page>
  );
}
