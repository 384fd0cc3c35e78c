import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Backend } from './backend.js';

export interface StreamedEvent {
  readonly name: string;
  readonly data: unknown;
}

/** A watcher of server-sent events, as a browser is one. */
export interface EventStream {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly events: readonly StreamedEvent[];
  /** Whether the other side has ended it. */
  readonly hasEnded: () => boolean;
  /** Waits for one of this name, after the first so many events. */
  next(name: string, after?: number): Promise<StreamedEvent>;
  ended(): Promise<void>;
  leave(): void;
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !isSo(); await delay(20)) {
    if (Date.now() > deadline) throw new Error(`never: ${what}`);
  }
}

const eventIn = (text: string): StreamedEvent[] => {
  const [, name] = /^event: (.*)$/m.exec(text) ?? [];
  const [, data] = /^data: (.*)$/m.exec(text) ?? [];
  return name === undefined ? [] : [{ name, data: JSON.parse(data ?? 'null') as unknown }];
};

/**
 * By node:http: `fetch` opens another connection for each that it aborts, and the server waits for it at its end.
 *
 * @param as a token, or the headers that say who it is.
 */
export async function watch(
  { url }: Pick<Backend, 'url'>,
  path: string,
  as: string | Record<string, string>,
): Promise<EventStream> {
  const headers = typeof as === 'string' ? { authorization: `Bearer ${as}` } : as;
  const request = get(`${url}${path}`, { agent: false, headers });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  const events: StreamedEvent[] = [];
  let rest = '';
  let hasEnded = false;
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  response.once('close', () => (hasEnded = true));
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const texts = (rest + chunk).split('\n\n');
    rest = texts.pop() ?? '';
    events.push(...texts.flatMap(eventIn));
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    events,
    hasEnded: () => hasEnded,
    next: async (name, after = 0) => {
      const found = () => events.slice(after).find((event) => event.name === name);
      await until(`${name} of ${path}`, () => found() !== undefined);
      return found() as StreamedEvent;
    },
    ended: () => until(`the end of ${path}`, () => hasEnded),
    leave: () => void request.destroy(),
  };
}
