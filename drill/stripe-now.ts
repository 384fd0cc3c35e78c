import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/**
 * The way on which the doctor reaches the sandbox. An hour of silence takes a moment here because the drill moves the
 * sandbox's clock on; the doctor compares clocks, and sees on this way a Stripe that has this machine's time.
 */
export class StripeNow {
  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {}

  static async start(target: string): Promise<StripeNow> {
    const server = createServer();
    const way = new StripeNow(server, target);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => way.pass(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return way;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new TypeError('the way is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { method, headers } = request;
    const onward = send(new URL(request.url ?? '/', this.target), { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, date: new Date().toUTCString() });
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}
