import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** The operator's system to which the outbox sends its messages: counts how often each one came, and can be slow. */
export class Receiver {
  /** When each message came, milliseconds since 1970, by its `webhook-id`. */
  readonly received = new Map<string, number[]>();
  private trap: { from: string; sprung: (answer: () => void) => void } | undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      request.resume();
      request.on('end', () => receiver.take(request, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** @param name of the process that is to send there. */
  urlFor(name: string): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new TypeError('the receiver is closed');
    return `http://127.0.0.1:${address.port}/${name}`;
  }

  /** Keeps the answer to the next message of that process; resolves when it is there, with what answers it after all. */
  keepAnswerTo(name: string): Promise<() => void> {
    return new Promise((resolve) => (this.trap = { from: `/${name}`, sprung: resolve }));
  }

  letGo(): void {
    this.trap = undefined;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const id = String(request.headers['webhook-id']);
    this.received.set(id, [...(this.received.get(id) ?? []), Date.now()]);
    const answer = (): void => void response.writeHead(204).end();
    if (this.trap?.from !== request.url) return answer();
    this.trap?.sprung(answer);
    this.trap = undefined;
  }
}
