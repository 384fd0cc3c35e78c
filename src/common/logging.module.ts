import { context, isSpanContextValid, trace, TraceFlags } from '@opentelemetry/api';
import { Injectable, Module, type DynamicModule } from '@nestjs/common';
import { Logger, LoggerModule } from 'nestjs-pino';
import { pino } from 'pino';
import type { Env } from '../config/env.js';
import { isTraced } from '../config/tracing-settings.js';
import { redacted } from './redaction.js';

/** Nest tells of each module and route at every start: of use to nobody but who debugs the wiring. */
const WIRING: ReadonlySet<unknown> = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

@Injectable()
export class AppLogger extends Logger {
  override log(message: unknown, ...more: unknown[]): void {
    if (WIRING.has(more.at(-1))) super.debug(message, ...more);
    else super.log(message, ...more);
  }

  /** Nest logs the port that is taken before it throws; the start says it once, in a sentence. */
  override error(message: unknown, ...more: unknown[]): void {
    if (String(message).startsWith('Error: listen EADDRINUSE')) super.debug(message, ...more);
    else super.error(message, ...more);
  }
}

/**
 * Lines that come together leave in one write, beside the work; a process that ends writes what is left. Bytes that a
 * reader who stands still keeps us from writing are lost beyond a bound, and webhooks go on.
 */
const DESTINATION = { dest: 1, sync: false, maxLength: 16_777_216 };

/** The trace to which a line belongs, when somebody looks at it. */
function traceOfLine(): { trace_id?: string } {
  const span = trace.getSpanContext(context.active());
  const isSampled = span && isSpanContextValid(span) && (span.traceFlags & TraceFlags.SAMPLED) !== 0;
  return isSampled ? { trace_id: span.traceId } : {};
}

/**
 * Structured logs on standard output. What a person wrote or Stripe signed is never logged in the first place; the
 * redaction is for what a dependency, or an adopter's handler, passes along by mistake.
 */
@Module({})
export class LoggingModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: LoggingModule,
      providers: [AppLogger],
      imports: [
        LoggerModule.forRoot({
          pinoHttp: {
            stream: pino.destination(DESTINATION),
            level: env.LOG_LEVEL,
            ...(isTraced(env) ? { mixin: traceOfLine } : {}),
            serializers: { err: (shown: unknown) => shown }, // as the redaction has left it
            formatters: { log: (line) => redacted(line), bindings: (bindings) => redacted(bindings) },
          },
          // One line an event and one a verdict, joined by the event's id, and no line a request: requests share a
          // commit, and a worker settles the events of many, so that a request's id would name the wrong one.
          forRoutes: [],
        }),
      ],
    };
  }
}
