import { Readable } from 'node:stream';
import type { ExecutionContext } from '@nestjs/common';

/** An event of an event stream (html.spec.whatwg.org/multipage/server-sent-events.html). @param json of one line. */
const eventOf = (name: string, json: string): string => `event: ${name}\ndata: ${json}\n\n`;

/** Milliseconds after which a browser that was cut off comes again. */
const RETRY = 2_000;
/** Milliseconds for a watcher to read the end. */
const PATIENCE = 300;

/**
 * What one watcher gets. Nothing is queued for one who does not read: the newest event waits, and takes the place of the
 * one before, so that a slow reader costs one overview of memory, whatever the time.
 */
export class LiveStream extends Readable {
  /** When something was last said, and when the watcher was last let in; on the clock of `performance.now()`. */
  saidAt = performance.now();
  admittedAt = performance.now();
  /** Whether it is being asked at this moment if the watcher may go on. */
  isAsked = false;
  private waiting: string | undefined;
  private isWanted = false;
  private isFinished = false;

  /** @param watcher who it is. @param request of the watcher, for the guards to look at again. */
  constructor(
    readonly watcher: string,
    readonly request: ExecutionContext,
  ) {
    super({ highWaterMark: 1 });
    this.push(`retry: ${RETRY}\n\n`);
  }

  say(name: string, json: string): void {
    this.saidAt = performance.now();
    this.waiting = eventOf(name, json);
    this.flow();
  }

  /** So that proxies and browsers see that somebody is there. It takes nobody's place. */
  beat(): void {
    if (this.waiting === undefined) this.say('heartbeat', '{}');
  }

  /** One who does not read does not hear of the end either, and is cut off. */
  finish(): void {
    if (this.isFinished) return;
    this.isFinished = true;
    this.waiting = undefined;
    this.push(null);
    setTimeout(() => this.destroy(new TypeError('the watcher does not read')), PATIENCE).unref();
  }

  override _read(): void {
    this.isWanted = true;
    this.flow();
  }

  private flow(): void {
    if (!this.isWanted || this.isFinished || this.waiting === undefined) return;
    const event = this.waiting;
    this.waiting = undefined;
    this.isWanted = false;
    this.push(event);
  }
}
