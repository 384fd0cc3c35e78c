import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ErrorAnswers } from './error-answers.js';

/** Answers what went wrong. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly answers: ErrorAnswers,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response: unknown = host.switchToHttp().getResponse();
    const { httpAdapter } = this.adapters;
    if (httpAdapter.isHeadersSent(response)) return;
    const requestId: unknown = httpAdapter.getHeader(response, 'X-Request-Id');
    const { status, headers, body } = this.answers.to(error, requestId);
    for (const [name, value] of Object.entries(headers)) httpAdapter.setHeader(response, name, value);
    httpAdapter.reply(response, body, status);
  }
}
