import type { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import { GatheringSocket } from './gathering-socket.js';

const names = new Map<string, string>();

/**
 * Has each connection keep a statement that is asked again and again: parsed once, and planned once unless PostgreSQL
 * expects more of a new plan. For statements whose planning costs more than their work, and that write, or find their rows
 * by keys of which there are few in one call. The plan for a report depends on what is asked; and a plan that reads a whole table
 * because it was small would be kept while it grows.
 *
 * @param sql a constant.
 */
export function prepared(sql: string): string {
  if (!names.has(sql)) names.set(sql, `countinghouse_${names.size}`);
  return sql;
}

/**
 * A connection to one session of the server: it keeps what is {@link prepared}, and statements that do not wait for each
 * other go out together. A transaction pooler hands each transaction another session, which has never heard of the
 * statement.
 */
export class SessionClient extends Client {
  private keeps = false;
  private readonly socket: Socket;

  constructor(config?: ClientConfig) {
    const socket = new GatheringSocket();
    super({ ...config, stream: () => socket, pipeline: true });
    this.socket = socket;
    this.once('connect', () => void this.askWhoAnswers());
    const query = this.query.bind(this);
    const named = (...[text, values, ...rest]: unknown[]): unknown => {
      const name = this.keeps && Array.isArray(values) && typeof text === 'string' ? names.get(text) : undefined;
      const asked = name === undefined ? [text, values, ...rest] : [{ name, text, values }, undefined, ...rest];
      return Reflect.apply(query, undefined, asked);
    };
    Object.assign(this, { query: named });
  }

  /** Whether a statement may be sent before the former one is answered. */
  get pipelines(): boolean {
    return this.keeps;
  }

  /** Whoever ends a connection in the middle of a statement has given up on it: `pg` would wait for the answer. */
  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    if (Reflect.get(this, '_activeQuery')) this.socket.destroy();
    return callback ? super.end(callback) : super.end();
  }

  /** A pooler makes up the process that it names at the start of a connection. */
  private async askWhoAnswers(): Promise<void> {
    const named: unknown = Reflect.get(this, 'processID');
    const answer = await this.query<{ pid: number }>('SELECT pg_backend_pid() AS pid').catch(() => null);
    this.keeps = answer?.rows[0]?.pid === named;
  }
}
