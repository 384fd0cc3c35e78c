import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as requestHttp,
  type RequestOptions,
} from 'node:http';
import { Agent as TlsAgent, request as requestHttps } from 'node:https';

/** The status of the answer, or why there was none (`timeout`, `ECONNREFUSED`, ...). */
export type AttemptResult = number | string;

/** What goes over the wire: a signed webhook, or something that pretends to be one. */
export interface Posted {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends webhooks over kept-alive connections. Redirects are answers, not followed. */
export class Poster {
  private readonly plain = new Agent({ keepAlive: true });
  private readonly tls = new TlsAgent({ keepAlive: true });

  post(url: string, { body, headers }: Posted, timeoutMs: number): Promise<AttemptResult> {
    return new Promise((resolve) => {
      const target = new URL(url);
      const options = { method: 'POST', headers: { ...headers, 'Content-Length': body.length } };
      const request = this.open(target, options, (response) => {
        response.resume();
        response.on('end', () => finish(response.statusCode ?? 0));
        response.on('error', (error) => finish(codeOf(error)));
      });
      const timer = setTimeout(() => {
        finish('timeout');
        request.destroy();
      }, timeoutMs);
      function finish(result: AttemptResult): void {
        clearTimeout(timer);
        resolve(result);
      }
      request.on('error', (error) => finish(codeOf(error)));
      request.end(body);
    });
  }

  close(): void {
    this.plain.destroy();
    this.tls.destroy();
  }

  private open(url: URL, options: RequestOptions, answered: (response: IncomingMessage) => void): ClientRequest {
    return url.protocol === 'https:'
      ? requestHttps(url, { ...options, agent: this.tls }, answered)
      : requestHttp(url, { ...options, agent: this.plain }, answered);
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
