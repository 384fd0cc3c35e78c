import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { AfterQueryEvent, BeforeQueryEvent, QueryRunner } from 'typeorm';
import { beginTracing, continued } from './spans.js';
import { SqlSpans } from './sql-spans.js';

const SEEN = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

it('tells of each of several statements under way how it ended, also when nobody looks at some', () => {
  const exporter = new InMemorySpanExporter();
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
  beginTracing(trace.getTracer('test'));
  const spans = new SqlSpans();
  const queryRunner = {} as QueryRunner;
  const ask = (query: string) => spans.beforeQuery({ queryRunner, query } as BeforeQueryEvent);
  const answer = (error?: Error) =>
    spans.afterQuery({ queryRunner, success: error === undefined, error } as AfterQueryEvent);

  ask('SELECT 0'); // in no trace
  context.with(continued(SEEN), () => ['INSERT INTO a', 'UPDATE b', 'DELETE FROM c'].forEach(ask));
  answer();
  answer();
  answer(Object.assign(new Error('division by zero'), { code: '22012' }));
  answer();
  answer(); // of a statement that was asked before there were spans

  const ended = exporter
    .getFinishedSpans()
    .map(({ name, status, attributes }) => [name, status.code, attributes['error.type']]);
  expect(ended).toEqual([
    ['INSERT', SpanStatusCode.UNSET, undefined],
    ['UPDATE', SpanStatusCode.ERROR, '22012'],
    ['DELETE', SpanStatusCode.UNSET, undefined],
  ]);
});
