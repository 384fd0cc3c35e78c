import { hostname } from 'node:os';
import { trace } from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { describeError } from '../common/describe-error.js';
import { inTime } from '../common/in-time.js';
import { LogThrottle } from '../common/log-throttle.js';
import type { Env } from '../config/env.js';
import { beginTracing } from './spans.js';

/** Milliseconds that a shutdown waits for a collector: the orchestrator waits for all of it 10 s. */
const FLUSH_LIMIT = 2_000;

/** Told of spans that the collector did not take. */
type Complaint = (line: { readonly reason: string; readonly suppressed: number }) => void;

interface Tracing {
  /** At most once a minute. Spans that nobody takes are dropped: up to 2,048 wait. */
  onRefusal: Complaint;
  /** Hands over what is left. Never throws, and takes two seconds at most. */
  stop(): Promise<void>;
}

/**
 * Loads the SDK and registers it, for this process and once. Where to, how much and what it is called, the SDK reads
 * from OTEL_* by itself; {@link isTraced} says whether.
 */
export async function startTracing({ ROLE }: Env): Promise<Tracing> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-proto'),
    import('@opentelemetry/resources'),
  ]);
  const refusals = new LogThrottle(1, 60_000);
  const collector = new OTLPTraceExporter();
  const exporter: SpanExporter = {
    export: (spans, done) =>
      collector.export(spans, (result) => {
        const suppressed = result.error ? refusals.admit('refusal') : null;
        if (suppressed !== null) tracing.onRefusal({ reason: describeError(result.error), suppressed });
        done(result);
      }),
    shutdown: () => collector.shutdown(),
  };
  const ours = resources.resourceFromAttributes({
    'service.name': 'countinghouse',
    'service.instance.id': `${hostname()}/${process.pid}`,
    'countinghouse.role': ROLE,
  });
  const theirs = resources.detectResources({ detectors: [resources.envDetector] });
  const provider = new NodeTracerProvider({
    resource: ours.merge(theirs),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracing: Tracing = {
    onRefusal: () => undefined,
    stop: () => inTime(provider.shutdown(), FLUSH_LIMIT, 'the collector').catch(() => undefined),
  };
  provider.register();
  beginTracing(trace.getTracer('countinghouse'));
  return tracing;
}
