import { applyDecorators, Injectable, UseInterceptors } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { ApiProduces } from '@nestjs/swagger';
import type { Request } from 'express';
import { map, type Observable } from 'rxjs';
import type { ZodObject } from 'zod';
import { csvOf, type Cell } from './csv.js';

/** RFC 4180 and RFC 7111. */
export const TABLE = 'text/csv';

const Columns = Reflector.createDecorator<readonly string[]>();

/** Of the whole report, in each line of a table: a table says nothing besides. */
const FRESHNESS = ['asOf', 'lagSeconds', 'pendingEvents', 'deadEvents'] as const;

interface Report extends Readonly<Record<(typeof FRESHNESS)[number], Cell>> {
  readonly data: readonly Readonly<Record<string, Cell>>[];
}

export const isReport = (value: unknown): value is Report =>
  typeof value === 'object' && value !== null && FRESHNESS.every((field) => field in value) && 'data' in value;

/** The rows as CSV. */
export function tableOf(columns: readonly string[], report: Report): string {
  const fresh = Object.fromEntries(FRESHNESS.map((field) => [field, report[field]]));
  return csvOf(
    [...columns, ...FRESHNESS],
    report.data.map((row) => ({ ...row, ...fresh })),
  );
}

/** Answers with a report's rows as CSV where that is asked for, by `?format=csv` or, without it, by `Accept`. */
@Injectable()
export class ReportTable implements NestInterceptor<Report, Report | string> {
  constructor(
    private readonly reflector: Reflector,
    private readonly adapters: HttpAdapterHost,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<Report>): Observable<Report | string> {
    const request = context.switchToHttp().getRequest<Request>();
    const response: unknown = context.switchToHttp().getResponse();
    const columns = this.reflector.get(Columns, context.getHandler());
    return next.handle().pipe(
      map((report) => {
        this.set(response, 'Cache-Control', 'no-store');
        this.set(response, 'Vary', 'Accept, Authorization');
        if (!wantsTable(request)) return report;
        const name = request.path.split('/').slice(3).join('-');
        this.set(response, 'Content-Type', `${TABLE}; charset=utf-8; header=present`);
        this.set(response, 'Content-Disposition', `attachment; filename="${name}.csv"`);
        return tableOf(columns, report);
      }),
    );
  }

  private set(response: unknown, name: string, value: string): void {
    this.adapters.httpAdapter.setHeader(response, name, value);
  }
}

function wantsTable(request: Request): boolean {
  const { format } = request.query;
  if (format !== undefined) return format === 'csv';
  return request.accepts(['application/json', TABLE]) === TABLE;
}

/** A report whose `data` are rows of this schema. */
export const AsTableToo = (row: ZodObject): MethodDecorator =>
  applyDecorators(
    Columns(Object.keys(row.shape)),
    UseInterceptors(ReportTable),
    ApiProduces('application/json', TABLE),
  );
