import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

/** Milliseconds for an answer; Stripe waits for 10 s or more. */
const TIMEOUT = 15_000;

/** What a backend answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly milliseconds: number;
}

/** Bytes of an answer that are read. */
const LONGEST_BODY = 8_388_608;

type Headers = Readonly<Record<string, string>>;

/**
 * One request, whose body is sent whatever the answer. A server that refuses a large one answers before it has read it
 * all, and cuts the connection then: that answer counts, and so does the cut.
 *
 * @returns null when the connection was cut without an answer. @throws when there was no connection, or no answer in time.
 */
export function ask(method: string, url: string, headers: Headers = {}, body = ''): Promise<Answer | null> {
  const began = performance.now();
  const open = url.startsWith('https:') ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = open(url, { method, headers: { ...headers, ...length }, agent: false, timeout: TIMEOUT });
    let connected = false;
    let answered = false;
    request.once('socket', (socket) => socket.once('connect', () => (connected = true)));
    request.once('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT / 1000} s`)));
    request.on('error', (error) => {
      if (answered) return;
      const isCut = connected && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      if (isCut) resolve(null);
      else reject(error);
    });
    request.once('response', (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      let bytes = 0;
      const end = (): void =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          milliseconds: Math.round(performance.now() - began),
        });
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= LONGEST_BODY) chunks.push(chunk);
        else response.destroy();
      });
      response.once('close', end);
      response.on('error', end);
    });
    request.end(body);
  });
}
