import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Both ends of one connection. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Half-open: neither end hears of the other any more, not even that it is gone. */
  dead: boolean;
  /** Held from now on. */
  held: boolean;
}

/**
 * A TCP proxy on 127.0.0.1 through which one process reaches one service, to take the network away from it.
 *
 * `hold` is a partition that heals: nothing passes and nobody is told, and afterwards everything arrives, as TCP sends it
 * again. `halfOpen` is one that does not: what stood then stays silent for ever, new connections pass.
 */
export class Proxy {
  private readonly pairs = new Set<Pair>();
  /** Those taken and not yet joined to the service. */
  private readonly waiting = new Set<Socket>();
  /** All of the process's, also those that stay silent for ever. */
  private readonly taken = new Set<Socket>();
  private mode: 'pass' | 'hold' | 'refuse' = 'pass';
  private trap: { pattern: string; sprung: () => void } | undefined;

  private constructor(
    private readonly server: Server,
    /** Asked at each connection: a service may come back on another port. */
    private readonly target: () => number,
  ) {}

  static async start(target: () => number): Promise<Proxy> {
    const server = createServer({ allowHalfOpen: false });
    const proxy = new Proxy(server, target);
    server.on('connection', (socket) => proxy.take(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === 'string') throw new TypeError('the proxy is closed');
    return address.port;
  }

  /** Connections that the process holds, those that are silent for ever among them. */
  get open(): number {
    return this.taken.size;
  }

  /** The port from which the service sees each connection: PostgreSQL's `client_port`. */
  owns(port: number | null): boolean {
    return port !== null && [...this.pairs].some(({ far }) => far.localPort === port);
  }

  /** Black hole: no byte passes, in neither direction, and no connection closes. New ones are taken and not answered. */
  hold(): void {
    this.mode = 'hold';
    for (const pair of this.pairs) hush(pair);
  }

  /** What stands now is silent for ever; whoever connects anew gets through. */
  halfOpen(): void {
    for (const pair of this.pairs) {
      pair.dead = true;
      hush(pair);
    }
  }

  /** Resets what stands, as a router does that has lost its table. */
  cut(): void {
    for (const { near, far } of this.pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  refuse(): void {
    this.mode = 'refuse';
    this.cut();
  }

  /**
   * Holds a connection from the first message on in which the process names `pattern`; that message does not arrive.
   *
   * @returns resolves when that has happened.
   */
  holdFrom(pattern: string): Promise<void> {
    return new Promise((resolve) => (this.trap = { pattern, sprung: resolve }));
  }

  /** Everything passes again, what was held first. The service at last notices that half-open connections are gone. */
  pass(): void {
    this.mode = 'pass';
    this.trap = undefined;
    for (const pair of this.pairs) {
      if (pair.dead) {
        pair.far.destroy();
        pair.near.resume(); // what it says is lost; that it closes is seen
      } else if (pair.held) {
        pair.held = false;
        pair.near.resume();
        pair.far.resume();
      }
    }
    for (const socket of this.waiting) this.join(socket);
    this.waiting.clear();
  }

  async close(): Promise<void> {
    for (const { far } of this.pairs) far.destroy();
    for (const socket of this.taken) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(near: Socket): void {
    this.taken.add(near);
    near.on('error', () => undefined).on('close', () => this.taken.delete(near));
    if (this.mode === 'refuse') {
      near.resetAndDestroy();
    } else if (this.mode === 'hold') {
      near.pause();
      this.waiting.add(near);
    } else {
      this.join(near);
    }
  }

  private join(near: Socket): void {
    const far = connect(this.target(), '127.0.0.1');
    const pair: Pair = { near, far, dead: false, held: false };
    this.pairs.add(pair);
    far.on('error', () => undefined);
    for (const socket of [near, far]) socket.setNoDelay(true);
    near.on('data', (chunk: Buffer) => this.forward(pair, chunk));
    far.on('data', (chunk: Buffer) => void near.write(chunk));
    near.on('close', () => {
      if (!pair.dead) far.destroy();
    });
    far.on('close', () => {
      if (!pair.dead) near.destroy();
      this.pairs.delete(pair);
    });
    near.resume(); // one that was taken in a hold stands still, and would never notice its end
  }

  private forward(pair: Pair, chunk: Buffer): void {
    if (pair.dead) return;
    if (this.trap && chunk.includes(this.trap.pattern)) {
      hush(pair);
      pair.near.unshift(chunk);
      this.trap.sprung();
      this.trap = undefined;
      return;
    }
    pair.far.write(chunk);
  }
}

/** A socket that is not read notices no end either: its buffers fill, and nobody is told. */
function hush(pair: Pair): void {
  pair.held = true;
  pair.near.pause();
  pair.far.pause();
}
