import { Agent, request } from 'node:http';
import type { SignedWebhook } from '../sandbox/delivery/signature.js';

/** Milliseconds between two probes of each process. */
const PROBE = 1_000;
/** Milliseconds for an answer, to a probe and to a webhook. */
const PROBE_LIMIT = 2_000;
const ANSWER_LIMIT = 10_000;

/**
 * The load balancer before the api processes, as nginx, HAProxy and Envoy do it by default: each webhook to the next
 * process whose `/health` has not said that it should get none. A refused connection has taken nothing, so the webhook
 * goes to the next process, and this one gets none until a probe succeeds. A connection that breaks later may have taken
 * it: that is a 502, and Stripe's to send again. When none stands, all are tried. It is part of whoever sends, so that no
 * further hop is measured.
 */
export class Balancer {
  /** Webhooks that found a process gone, and went to another. */
  rerouted = 0;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly out = new Set<number>();
  private readonly timer: NodeJS.Timeout;
  private turn = 0;

  constructor(private readonly ports: readonly number[]) {
    this.timer = setInterval(() => void Promise.all(ports.map((port) => this.probe(port))), PROBE);
  }

  /** Resolves with the status that Stripe sees. */
  async pass(webhook: SignedWebhook): Promise<number> {
    for (let attempt = 1; attempt <= this.ports.length; attempt += 1) {
      const port = this.next();
      if (port === undefined) break;
      const status = await this.send(port, webhook);
      if (status !== null) return status;
      this.out.add(port);
      this.rerouted += 1;
    }
    return 503;
  }

  close(): void {
    clearInterval(this.timer);
    this.agent.destroy();
  }

  private next(): number | undefined {
    const standing = this.ports.filter((port) => !this.out.has(port));
    const among = standing.length > 0 ? standing : this.ports;
    this.turn += 1;
    return among[this.turn % among.length];
  }

  /** @returns null when the process took no connection. */
  private send(port: number, { body, headers }: SignedWebhook): Promise<number | null> {
    return new Promise((resolve) => {
      const path = '/webhooks/stripe';
      const options = { host: '127.0.0.1', port, path, method: 'POST', agent: this.agent, timeout: ANSWER_LIMIT };
      const posted = request({ ...options, headers: { ...headers, 'Content-Length': body.length } }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 502));
        answer.on('error', () => resolve(502));
      });
      posted.on('timeout', () => posted.destroy());
      posted.on('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED' ? null : 502));
      posted.end(body);
    });
  }

  /** One that is only slow to answer stays in. */
  private async probe(port: number): Promise<void> {
    const health = await healthOf(port);
    if (health === 'ready') this.out.delete(port);
    if (health === 'not ready') this.out.add(port);
  }
}

/** Whether the process says that it should get work. */
export const healthOf = (port: number): Promise<'ready' | 'not ready' | 'silent'> =>
  fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(PROBE_LIMIT) }).then(
    ({ ok }) => (ok ? 'ready' : 'not ready'),
    (error: unknown) => (error instanceof DOMException && error.name === 'TimeoutError' ? 'silent' : 'not ready'),
  );
