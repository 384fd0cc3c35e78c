import {
  context,
  createContextKey,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';

let tracer: Tracer | undefined;

/** From here on there are spans; the SDK is loaded and registered. */
export function beginTracing(own: Tracer): void {
  tracer = own;
}

/** False unless OTEL_* says where traces go: whoever asks first pays nothing for traces that nobody wants. */
export const isTracing = (): boolean => tracer !== undefined;

/** A code of ours, an SQLSTATE or a system's code, else the error's class: never its message, which may quote a value. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' && /^\w{1,60}$/.test(error.code) ? error.code : error.name;
}

export function markFailed(span: Span, error: unknown): void {
  span.setAttribute('error.type', kindOf(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

const isSampled = (span: SpanContext | undefined): boolean =>
  span !== undefined && (span.traceFlags & TraceFlags.SAMPLED) !== 0;

/** A span below the one at work, or below `parent`'s, for whoever ends it; undefined when nobody looks at that trace. */
export function startSpan(name: string, options: SpanOptions, parent = context.active()): Span | undefined {
  return tracer && isSampled(trace.getSpanContext(parent)) ? tracer.startSpan(name, options, parent) : undefined;
}

/**
 * Does the work in a span of its own, as {@link startSpan} makes it.
 *
 * @param failed is told what the work throws.
 * @throws what the work throws.
 */
export function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: () => Promise<T>,
  parent = context.active(),
  failed = markFailed,
): Promise<T> {
  const span = startSpan(name, options, parent);
  if (!span) return work();
  return context.with(trace.setSpan(parent, span), async () => {
    try {
      return await work();
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The span at work as W3C's `traceparent`, for a row of the log; undefined when nobody looks at its trace. */
export function activeTraceparent(): string | undefined {
  if (!tracer || !isSampled(trace.getSpanContext(context.active()))) return undefined;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** What a `traceparent` names, and no baggage with it; the root when it names nothing. */
export const continued = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });

/** For a line of the log. */
export const traceIdOf = (traceparent: string | null | undefined): string | undefined => traceparent?.slice(3, 35);

const SHARED = createContextKey('countinghouse: of all who share it');

const isContext = (value: unknown): value is Context =>
  typeof value === 'object' && value !== null && 'getValue' in value;

/**
 * Does what several traces share. For one alone it belongs to that one; else it has a span of its own, in the trace of
 * the first, so that it is kept when one of them is, linked to all of them.
 *
 * @param spans of those whose traces somebody looks at. @param of how many take part.
 */
export function inShared<T>(name: string, spans: readonly Span[], of: number, work: () => Promise<T>): Promise<T> {
  if (!tracer) return work();
  const [first] = spans;
  if (!first) return context.with(trace.deleteSpan(context.active()), work);
  if (of === 1) return context.with(trace.setSpan(context.active(), first), work);
  const links = spans.map((span) => ({ context: span.spanContext() }));
  const inBatch = (): Promise<T> => {
    const own = trace.getSpanContext(context.active());
    if (own) for (const span of spans) span.addLink({ context: own });
    return context.with(context.active().setValue(SHARED, context.active()), work);
  };
  const options = { links, attributes: { 'countinghouse.events': of } };
  return inSpan(name, options, inBatch, trace.setSpan(context.active(), first));
}

/** Does what belongs to all that {@link inShared} does, whichever of them asks for it first. */
export function forAll(work: () => void): void {
  const own = tracer && context.active().getValue(SHARED);
  if (isContext(own)) context.with(own, work);
  else work();
}
