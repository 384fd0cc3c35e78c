import {
  Agent,
  createServer,
  request as send,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';

/** A webhook that a process answered with 2xx. */
export interface Acknowledged {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: number;
}

/** The load balancer before the api processes: each request to the next one, and a book of what was answered 2xx. */
export class Front {
  /** By event id; the first answer. Kept before the sandbox hears of it, whatever becomes of the answer on its way. */
  readonly acknowledged = new Map<string, Acknowledged>();
  readonly answers = new Map<number, number>();
  private readonly agent = new Agent({ keepAlive: true });
  private turn = 0;

  private constructor(
    private readonly server: Server,
    private readonly ports: readonly number[],
  ) {}

  static async start(ports: readonly number[]): Promise<Front> {
    const server = createServer();
    const front = new Front(server, ports);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => front.pass(request, Buffer.concat(chunks), response));
      request.on('error', () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return front;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new TypeError('the front is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** A process that is gone costs the request, as it does behind a load balancer that has not noticed yet. */
  private pass(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    this.turn = (this.turn + 1) % this.ports.length;
    const by = this.turn;
    const { method, url, headers } = request;
    const target = { host: '127.0.0.1', port: this.ports[by], method, path: url, headers, agent: this.agent };
    const onward = send(target, (answer) => {
      const status = answer.statusCode ?? 502;
      this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
      if (status >= 200 && status < 300) this.note(body, by);
      response.writeHead(status, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    onward.on('error', () => response.destroy());
    onward.setTimeout(15_000, () => onward.destroy());
    onward.end(body);
  }

  private note(body: Buffer, by: number): void {
    const event: unknown = JSON.parse(body.toString('utf8'));
    if (typeof event !== 'object' || event === null || !('id' in event)) return;
    const id = String(event.id);
    if (!this.acknowledged.has(id)) this.acknowledged.set(id, { at: Date.now(), by });
  }
}
