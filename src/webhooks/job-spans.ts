import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Span } from '@opentelemetry/api';
import { NeedsReread } from '../stripe/needs-reread.js';
import { continued, inShared, inSpan, isTracing, markFailed, startSpan } from '../tracing/spans.js';
import type { ClaimedEvent } from './due-events.repository.js';

/** Of the attempts under way. */
const jobs = new WeakMap<ClaimedEvent, Span>();

/** Each attempt at an event continues the trace of the request that brought it, in whichever process and whenever. */
function begin(event: ClaimedEvent): Span[] {
  if (event.traceparent === null) return [];
  const attributes = {
    'stripe.event_id': event.id,
    'stripe.event_type': event.type,
    'stripe.object_id': event.objectKey ?? undefined,
    'stripe.account': event.account || undefined,
    'countinghouse.attempt': event.retryCount + 1,
    'countinghouse.waited_seconds': event.waitedSeconds ?? undefined,
  };
  const options = { kind: SpanKind.CONSUMER, attributes };
  const span = startSpan(`job ${event.type}`, options, continued(event.traceparent));
  if (!span) return [];
  jobs.set(event, span);
  return [span];
}

/** Does what the events of one transaction share, in their traces. A span that nobody ends is as if it never was. */
export function inJobs<T>(claimed: readonly ClaimedEvent[], work: () => Promise<T>): Promise<T> {
  if (!isTracing()) return work();
  return inShared('batch of jobs', claimed.flatMap(begin), claimed.length, work);
}

/** That a read is needed is no failure. */
const handlerFailed = (span: Span, error: unknown): void => {
  if (error instanceof NeedsReread) span.setAttribute('countinghouse.needs_reread', true);
  else markFailed(span, error);
};

/** Runs one event's handler, in the trace of that event and of no other. */
export function inHandler<T>(event: ClaimedEvent, name: string, work: () => Promise<T>): Promise<T> {
  if (!isTracing()) return work();
  const job = jobs.get(event);
  if (!job) return context.with(trace.deleteSpan(context.active()), work);
  return inSpan(name, {}, work, trace.setSpan(context.active(), job), handlerFailed);
}

/** Reads from Stripe for an event, in its trace. */
export function inReread<T>(event: ClaimedEvent, work: () => Promise<T>): Promise<T> {
  const job = jobs.get(event);
  if (!job) return work();
  return inSpan('read from Stripe', { kind: SpanKind.CLIENT }, work, trace.setSpan(context.active(), job));
}

/** @param errorClass of an attempt that failed. */
export function endJob(event: ClaimedEvent, outcome: Attributes, errorClass?: string): void {
  const span = jobs.get(event);
  if (!span) return;
  jobs.delete(event);
  span.setAttributes(outcome);
  if (errorClass !== undefined) {
    span.setAttribute('error.type', errorClass).setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
