import { context, propagation, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { activeTraceparent, beginTracing, continued, forAll, inShared, inSpan, isTracing, startSpan } from './spans.js';

const exporter = new InMemorySpanExporter();
const named = (flags: '00' | '01', n = 1) => `00-${'a'.repeat(31)}${n}-${'b'.repeat(15)}${n}-${flags}`;
const spansOf = (...traceparents: string[]) => traceparents.flatMap((one) => trace.getSpan(continued(one)) ?? []);
const names = () => exporter.getFinishedSpans().map(({ name }) => name);

describe('without traces', () => {
  it('does the work and nothing else', async () => {
    expect(isTracing()).toBe(false);
    expect(await inSpan('x', {}, () => Promise.resolve(1), continued(named('01')))).toBe(1);
    expect(await inShared('x', [], 1, () => Promise.resolve(2))).toBe(2);
    expect(startSpan('x', {}, continued(named('01')))).toBeUndefined();
    expect(activeTraceparent()).toBeUndefined();
  });
});

describe('with traces', () => {
  beforeAll(() => {
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    provider.register();
    beginTracing(trace.getTracer('test'));
  });
  beforeEach(() => exporter.reset());

  it('begins no trace: a span is below another one, and only where somebody looks', async () => {
    expect(await inSpan('rootless', {}, () => Promise.resolve(activeTraceparent()))).toBeUndefined();
    const unseen = continued(named('00'));
    expect(await inSpan('unseen', {}, () => Promise.resolve(activeTraceparent()), unseen)).toBeUndefined();
    const told = await inSpan('seen', {}, () => Promise.resolve(activeTraceparent()), continued(named('01')));
    expect(names()).toEqual(['seen']);
    const [seen] = exporter.getFinishedSpans();
    expect(seen?.parentSpanContext?.spanId).toBe(`${'b'.repeat(15)}1`);
    expect(told).toBe(`00-${'a'.repeat(31)}1-${seen?.spanContext().spanId}-01`);
  });

  it('takes no baggage along, and nothing from what is no traceparent', () => {
    expect(propagation.getBaggage(continued(named('01')))).toBeUndefined();
    for (const odd of ['', 'jenny@example.com', `${named('01')}-more`, named('01').toUpperCase(), '00-0-0-01'])
      expect(trace.getSpanContext(continued(odd))).toBeUndefined();
  });

  it.each([
    [Object.assign(new Error('no jenny@example.com'), { code: '23505' }), '23505'],
    [Object.assign(new RangeError('no jenny@example.com'), { code: 'jenny@example.com' }), 'RangeError'],
    ['jenny@example.com', 'unknown'],
  ])('tells of what was thrown its code or class alone: %p', async (error, type) => {
    const fail = async (): Promise<never> => {
      throw error;
    };
    await expect(inSpan('failing', {}, fail, continued(named('01')))).rejects.toBe(error);
    const [span] = exporter.getFinishedSpans();
    expect(span).toMatchObject({ attributes: { 'error.type': type }, status: { code: 2 }, events: [] });
    expect(span?.status.message).toBeUndefined();
  });

  it('what one event does alone belongs to its own span', async () => {
    const [own] = spansOf(named('01'));
    const active = await inShared('batch', own ? [own] : [], 1, () => Promise.resolve(trace.getActiveSpan()));
    expect(active).toBe(own);
    expect(names()).toEqual([]);
  });

  it('what several share is kept when one of them is, and belongs to all of them whoever asks for it', async () => {
    const spans = spansOf(named('01', 1), named('01', 2));
    await inShared('batch', spans, 5, async () => {
      const elsewhere = trace.setSpan(
        context.active(),
        spans[1] ?? trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 }),
      );
      context.with(elsewhere, () => forAll(() => startSpan('shared statement', {})?.end()));
      context.with(elsewhere, () => startSpan('own statement', {})?.end());
      // A loop that is begun meanwhile is no part of it.
      context.with(ROOT_CONTEXT, () => forAll(() => startSpan('of nobody', {})?.end()));
      return Promise.resolve();
    });
    const [statement, own, batch] = exporter.getFinishedSpans();
    expect(names()).toEqual(['shared statement', 'own statement', 'batch']);
    expect(batch?.links.map((link) => link.context.traceId)).toEqual(spans.map((span) => span.spanContext().traceId));
    expect(batch?.parentSpanContext?.spanId).toBe(spans[0]?.spanContext().spanId);
    expect(statement?.parentSpanContext?.spanId).toBe(batch?.spanContext().spanId);
    expect(own?.parentSpanContext?.spanId).toBe(spans[1]?.spanContext().spanId);
    expect(batch?.attributes).toEqual({ 'countinghouse.events': 5 });
  });

  it('what several share at none of whom somebody looks is in no trace, not in that of whoever began it', async () => {
    const flags = await context.with(continued(named('01')), () =>
      inShared('batch', [], 3, () => Promise.resolve(trace.getSpanContext(context.active())?.traceFlags)),
    );
    expect(flags ?? TraceFlags.NONE).toBe(TraceFlags.NONE);
    expect(names()).toEqual([]);
  });
});
