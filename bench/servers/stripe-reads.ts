import { createServer } from 'node:http';
import type { SandboxEvent } from '../../sandbox/objects/event.js';
import { freePort } from '../../src/database/embedded/free-port.js';

const NO_SUCH_OBJECT = { error: { type: 'invalid_request_error', code: 'resource_missing' } };

const ACCOUNT = { id: 'acct_bench', object: 'account' };

/** Stripe, as far as the backend asks it for objects: the last state that the posted events show. */
export class StripeReads {
  private objects: ReadonlyMap<unknown, unknown> = new Map([['account', ACCOUNT]]);
  private readonly server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const found = this.objects.get(path.split('/').at(-1));
    response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(found ?? NO_SUCH_OBJECT));
  });

  /** Resolves with the address. */
  async start(): Promise<string> {
    const port = await freePort();
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${port}`;
  }

  /** Forgets all others. @param events in order of time. */
  know(events: readonly SandboxEvent[]): void {
    this.objects = new Map<unknown, unknown>([
      ['account', ACCOUNT],
      ...events.map(({ data }) => [data.object['id'], data.object] as const),
    ]);
  }
}
