import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import { routeOf } from '../common/request-log.js';
import { continued } from './spans.js';

/** Asked every few seconds by machines. */
const PROBES = /^\/(health|metrics)(\/|$)/;

/** The trace that a caller says it is in. */
function named({ headers }: Request): { context: { traceId: string; spanId: string; traceFlags: number } }[] {
  const { traceparent } = headers;
  const span = typeof traceparent === 'string' ? trace.getSpanContext(continued(traceparent)) : undefined;
  return span ? [{ context: span }] : [];
}

/**
 * A trace for each request. One that a caller names is linked and never continued: a stranger could choose where spans
 * go, and have all of them kept.
 */
export function traceRequests(request: Request, response: Response, next: NextFunction): void {
  if (PROBES.test(request.path)) return next();
  const { method } = request;
  const attributes = { 'http.request.method': method };
  const span = trace
    .getTracer('countinghouse')
    .startSpan(method, { kind: SpanKind.SERVER, root: true, links: named(request), attributes });
  response.once('close', () => {
    const route = routeOf(request);
    const requestId = response.getHeader('X-Request-Id');
    const { statusCode: status, writableFinished: answered } = response;
    if (route !== undefined) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
    if (typeof requestId === 'string') span.setAttribute('countinghouse.request_id', requestId);
    if (answered) span.setAttribute('http.response.status_code', status);
    if (!answered || status >= 500) {
      span.setAttribute('error.type', answered ? String(status) : 'given_up').setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  });
  context.with(trace.setSpan(ROOT_CONTEXT, span), next);
}
