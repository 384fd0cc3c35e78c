import { connect, type Socket } from 'node:net';

/** What a closed loop saw. */
export interface LoopResult {
  readonly seconds: number;
  /** Milliseconds from the first byte sent to the last one received, of each request, sorted. */
  readonly latencies: Float64Array;
  /** Answers that were not 200. */
  readonly refused: number;
}

/** Bytes of the first answer in `text`; undefined while it is not whole. */
function lengthOfAnswer(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1];
  if (length === undefined) throw new Error(`an answer without Content-Length: ${text.slice(0, head)}`);
  const end = head + 4 + Number(length);
  return text.length < end ? undefined : end;
}

/** Writes one request and resolves with the answer's status. */
function exchange(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const closed = () => reject(new Error('the connection was closed before the answer'));
    const read = (chunk: string): void => {
      text += chunk;
      if (lengthOfAnswer(text) === undefined) return;
      socket.off('data', read);
      socket.off('close', closed);
      resolve(Number(text.slice(9, 12)));
    };
    socket.on('data', read);
    socket.once('close', closed);
    socket.write(request);
  });
}

/**
 * Posts each request exactly once over kept-alive connections, on each of them the next when the answer to the last is
 * there. Plain sockets: load is made on the cores that are being measured, and a client of HTTP costs as much as a server.
 */
export async function closedLoop(port: number, requests: readonly Buffer[], connections: number): Promise<LoopResult> {
  const latencies = new Float64Array(requests.length);
  const next = requests.entries();
  let refused = 0;
  const lane = async (): Promise<void> => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1');
    socket.on('error', () => undefined); // told by 'close'
    for (const [index, request] of next) {
      const began = performance.now();
      if ((await exchange(socket, request)) !== 200) refused += 1;
      latencies[index] = performance.now() - began;
    }
    socket.destroy();
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, lane));
  return { seconds: (performance.now() - began) / 1000, latencies: latencies.toSorted(), refused };
}
