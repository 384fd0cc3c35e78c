import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ErrorAnswers } from '../common/error-answers.js';
import { EventIngest } from './event-ingest.js';
import { SignedWebhooks } from './signed-webhooks.js';
import { answerReceived, WEBHOOK_PATHS } from './webhook-answer.js';

const URLS: ReadonlySet<string | undefined> = new Set(WEBHOOK_PATHS.map((path) => `/${path}`));

/**
 * Answers webhooks before Express and Nest see them: their way to a route is half of what a delivery costs the process.
 * The same signature check, commit and errors as {@link WebhooksController}, which answers whatever comes by another
 * spelling of the paths.
 */
@Injectable()
export class DirectWebhooks {
  constructor(
    private readonly signed: SignedWebhooks,
    private readonly ingest: EventIngest,
    private readonly errors: ErrorAnswers,
  ) {}

  /** Takes its requests out of those that a server hands to its listeners. */
  lead(server: Server): void {
    const others = server.listeners('request');
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (request.method === 'POST' && URLS.has(request.url)) void this.receive(request, response);
      else for (const other of others) other.call(server, request, response);
    });
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.ingest.accept(await this.signed.read(request, response));
      answerReceived(response);
    } catch (error) {
      const { status, headers, body } = this.errors.to(error);
      const bytes = Buffer.from(JSON.stringify(body));
      if (!response.headersSent) response.writeHead(status, { ...headers, 'Content-Length': bytes.length }).end(bytes);
    }
  }
}
