import { connect, type Socket } from 'node:net';

/** What stands for a status when a connection ended before the answer. */
export const NO_ANSWER = 0;

/** Bytes of the first answer in `text`; undefined while it is not whole. */
function lengthOfAnswer(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1];
  if (length === undefined) throw new Error(`an answer without Content-Length: ${text.slice(0, head)}`);
  const end = head + 4 + Number(length);
  return text.length < end ? undefined : end;
}

/**
 * A kept-alive connection, opened anew after the other side has closed it. A plain socket: load is made on the cores that
 * are being measured, and a client of HTTP costs as much as a server.
 */
export class Connection {
  private socket: Socket | undefined;

  constructor(private readonly port: number) {}

  /** Writes one request and resolves with the answer's status, or {@link NO_ANSWER}. */
  exchange(request: Buffer): Promise<number> {
    const socket = this.open();
    return new Promise((resolve) => {
      let text = '';
      const closed = (): void => {
        this.socket = undefined;
        resolve(NO_ANSWER);
      };
      const read = (chunk: string): void => {
        text += chunk;
        if (lengthOfAnswer(text) === undefined) return;
        socket.off('data', read);
        socket.off('close', closed);
        if (/\r\nconnection: close\r\n/i.test(text)) this.end();
        resolve(Number(text.slice(9, 12)));
      };
      socket.on('data', read);
      socket.once('close', closed);
      socket.write(request);
    });
  }

  end(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private open(): Socket {
    if (this.socket && !this.socket.destroyed && !this.socket.readableEnded) return this.socket;
    this.socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1');
    this.socket.on('error', () => undefined); // told by 'close'
    return this.socket;
  }
}
