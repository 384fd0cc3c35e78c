import { SpanKind, type Span } from '@opentelemetry/api';
import {
  EventSubscriber,
  type AfterQueryEvent,
  type BeforeQueryEvent,
  type EntitySubscriberInterface,
  type QueryRunner,
} from 'typeorm';
import { markFailed, startSpan } from './spans.js';
import { operationOf, statementText } from './statement-text.js';

/**
 * A span for each statement that belongs to a trace. Not by OpenTelemetry's own instrumentation of `pg`: when a
 * statement fails it writes PostgreSQL's message into the span, which quotes the value.
 */
@EventSubscriber()
export class SqlSpans implements EntitySubscriberInterface {
  /** In the order in which they were asked, which is that of the answers. */
  private readonly running = new WeakMap<QueryRunner, (Span | undefined)[]>();

  beforeQuery({ queryRunner, query }: BeforeQueryEvent): void {
    const operation = operationOf(query);
    const span = startSpan(operation, {
      kind: SpanKind.CLIENT,
      attributes: {
        'db.system.name': 'postgresql',
        'db.operation.name': operation,
        'db.query.text': statementText(query),
      },
    });
    const running = this.running.get(queryRunner);
    if (running) running.push(span);
    else this.running.set(queryRunner, [span]);
  }

  afterQuery({ queryRunner, success, error }: AfterQueryEvent): void {
    const span = this.running.get(queryRunner)?.shift();
    if (!span) return;
    if (!success) markFailed(span, error);
    span.end();
  }
}
