import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { SandboxEvent } from '../objects/event.js';

interface Hook {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A real HTTP server that takes webhooks, for the specs. It answers 200 unless `answers` holds something else first. */
export class Receiver {
  readonly hooks: Hook[] = [];
  readonly answers: (number | 'never')[] = [];
  mostAtOnce = 0;
  private atOnce = 0;
  private held: Promise<void> = Promise.resolve();

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.take(request, response));
  }

  static async start(port = 0): Promise<Receiver> {
    const receiver = new Receiver(createServer());
    await new Promise<void>((resolve) => receiver.server.listen(port, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The receiver is closed.');
    return address.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/webhooks/stripe`;
  }

  events(): SandboxEvent[] {
    return this.hooks.map(({ body }): SandboxEvent => JSON.parse(body.toString()));
  }

  ids(): string[] {
    return this.events().map(({ id }) => id);
  }

  /** Takes what comes and answers nobody. @returns ends that. */
  hold(): () => void {
    let release: (() => void) | undefined;
    this.held = new Promise((resolve) => (release = resolve));
    return () => release?.();
  }

  /** Resolves when it has taken so many. */
  async taken(count: number): Promise<void> {
    while (this.hooks.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    this.hooks.push({ headers: request.headers, body: Buffer.concat(chunks) });
    const answer = this.answers.shift() ?? 200;
    await this.held;
    this.atOnce -= 1;
    if (answer === 'never') return;
    response.writeHead(answer, answer === 302 ? { Location: '/elsewhere' } : {}).end();
  }
}
