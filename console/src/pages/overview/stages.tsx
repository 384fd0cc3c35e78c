import { countText, shareText } from '../../format/number.js';
import { durationText, lengthText } from '../../format/time.js';
import { Section } from '../../frame/page.js';
import { Figure, Figures } from '../../show/figure.js';
import { Time } from '../../show/time.js';
import type { Overview } from './overview.queries.js';

type Latency = Overview['ackLatency'];
type Share = Overview['duplicates'];

const NONE = '–';

const seconds = (figure: number | null): string => (figure === null ? NONE : durationText(figure * 1_000));
const percent = ({ percent: figure }: Share): string => (figure === null ? NONE : shareText(figure / 100));
const within = ({ overSeconds }: Pick<Share, 'overSeconds'>): string => `last ${lengthText(overSeconds * 1_000)}`;

const LatencyFigure = ({ name, latency }: { readonly name: string; readonly latency: Latency }) => (
  <Figure
    name={name}
    value={seconds(latency.p99Seconds)}
    note={`p50 ${seconds(latency.p50Seconds)}, ${within(latency)}`}
  />
);

/** Below so many percent alerts fire, too: deploy/prometheus/alerts.yml. */
const LEAST_SUCCESS = 95;

const successTone = ({ percent: figure }: Share) => (figure !== null && figure < LEAST_SUCCESS ? 'bad' : undefined);

/** From Stripe's request to its answer. */
export function Arriving({ overview }: { readonly overview: Overview }) {
  const { eventsPerMinute, ackLatency, successRate, signatureFailures, duplicates, lastWebhookAt } = overview;
  const received = eventsPerMinute.map((minute) => minute.received ?? 0);
  const worst = Object.entries(signatureFailures.byDiagnosis).toSorted(([, a], [, b]) => b - a)[0]?.[0];
  return (
    <Section title="Arriving" isBare>
      <Figures>
        <Figure
          name="Events a minute"
          value={countText(received.at(-1) ?? 0)}
          note={`${countText(received.reduce((sum, count) => sum + count, 0))} in the last hour`}
        />
        <Figure name="Last webhook" value={<Time at={lastWebhookAt} never="never" />} />
        <LatencyFigure name="Ack latency, p99" latency={ackLatency} />
        <Figure
          name="Webhooks answered"
          value={percent(successRate.answered)}
          note={within(successRate.answered)}
          tone={successTone(successRate.answered)}
        />
        <Figure
          name="Signature failures"
          value={countText(signatureFailures.count)}
          note={worst === undefined ? within(signatureFailures) : `mostly ${worst}`}
          tone={signatureFailures.count > 10 ? 'warn' : undefined}
        />
        <Figure
          name="Duplicates"
          value={percent(duplicates)}
          note={within(duplicates)}
          tone={(duplicates.percent ?? 0) > 20 ? 'warn' : undefined}
        />
      </Figures>
    </Section>
  );
}

/** From the log to the rows. */
export function Settling({ overview }: { readonly overview: Overview }) {
  const { backlog, settleLatency, successRate, dead, queue, outbox } = overview;
  const waiting = queue.waiting === null ? NONE : `${countText(queue.waiting)} waiting`;
  return (
    <Section title="Settling" isBare>
      <Figures>
        <Figure
          name="Backlog"
          value={countText(backlog.due)}
          note={[
            ...(backlog.due === 0 ? [] : [`oldest ${lengthText(backlog.oldestSeconds * 1_000)}`]),
            `${countText(backlog.planned)} planned again`,
          ].join(', ')}
          tone={backlog.overdueSeconds > 300 ? 'bad' : undefined}
        />
        <Figure
          name="Dead letters"
          value={countText(dead)}
          note="no attempt left"
          tone={dead > 0 ? 'bad' : undefined}
        />
        <LatencyFigure name="Settle latency, p99" latency={settleLatency} />
        <Figure
          name="Attempts that settle"
          value={percent(successRate.handled)}
          note={within(successRate.handled)}
          tone={successTone(successRate.handled)}
        />
        <Figure
          name="Queue"
          value={queue.up ? 'up' : 'down'}
          note={queue.kind === 'in_process' ? 'in the process' : `Redis, ${waiting}`}
          tone={queue.up ? undefined : 'bad'}
        />
        <Figure
          name="Outbox"
          value={countText(outbox.pending)}
          note={outbox.dead > 0 ? `${countText(outbox.dead)} dead` : 'to leave the database'}
          tone={outbox.dead > 0 ? 'bad' : undefined}
        />
      </Figures>
    </Section>
  );
}

/** Whether the rows are what Stripe says. */
export function Proved({ overview }: { readonly overview: Overview }) {
  const { lastReconcile, lastVerify } = overview;
  const gaps = lastReconcile?.gapsLastDay;
  return (
    <Section title="Proved against Stripe" isBare>
      <Figures>
        <Figure
          name="Last reconcile"
          value={<Time at={lastReconcile?.lastAt} never="never" />}
          note={lastReconcile?.isFailing ? 'fails' : lastReconcile?.isSilent ? 'webhooks are silent' : undefined}
          tone={lastReconcile?.isFailing || lastReconcile?.isSilent ? 'bad' : undefined}
        />
        <Figure
          name="Lacking events"
          value={gaps ? countText(gaps.late + gaps.missed) : NONE}
          note={gaps ? `${countText(gaps.missed)} missed, last day` : undefined}
          tone={(gaps?.missed ?? 0) > 0 ? 'warn' : undefined}
        />
        <Figure
          name="Last verify"
          value={<Time at={lastVerify?.finishedAt} never="never" />}
          note={lastVerify ? `${countText(lastVerify.checked)} rows compared` : undefined}
        />
        <Figure
          name="Open differences"
          value={lastVerify ? countText(lastVerify.open) : NONE}
          note="rows unlike Stripe’s"
          tone={(lastVerify?.open ?? 0) > 0 ? 'warn' : undefined}
        />
      </Figures>
    </Section>
  );
}
