import { SpanKind, trace, type SpanOptions } from '@opentelemetry/api';
import { continued, inShared, isTracing } from '../tracing/spans.js';
import type { ReceivedEvent } from './received-event.js';

/** From the verified request to its commit. */
export const ingestSpan = ({ id, type, objectKey, account }: ReceivedEvent): SpanOptions => ({
  kind: SpanKind.PRODUCER,
  attributes: {
    'stripe.event_id': id,
    'stripe.event_type': type,
    'stripe.object_id': objectKey ?? undefined,
    'stripe.account': account || undefined,
  },
});

/** Commits in the traces of the requests that share the commit. */
export function inCommit<T>(events: readonly ReceivedEvent[], work: () => Promise<T>): Promise<T> {
  if (!isTracing()) return work();
  const spans = events.flatMap(({ traceparent }) => {
    const span = traceparent === undefined ? undefined : trace.getSpan(continued(traceparent));
    return span ? [span] : [];
  });
  return inShared('shared commit', spans, events.length, work);
}
