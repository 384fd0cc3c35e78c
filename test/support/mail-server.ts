import { SMTPServer } from 'smtp-server';
import { freePort } from './free-port.js';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire, quoted-printable undone. */
  readonly text: string;
  readonly header: (name: string) => string | undefined;
}

/**
 * `accept`, a reply code at a recipient, `hang`: connects and says nothing; `cut`: takes the message and is gone before
 * it has answered.
 */
type Mood = 'accept' | 421 | 451 | 550 | 'hang' | 'cut';

const refusal = (code: number) =>
  Object.assign(new Error('5.1.1 <jenny@example.com> Jenny is not here'), { responseCode: code });

/** A real mail server on 127.0.0.1, as kind as it is told to be. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  connections = 0;
  mood: Mood = 'accept';
  private server: SMTPServer | undefined;

  private constructor(private readonly port: number) {}

  static async start(): Promise<MailServer> {
    const server = new MailServer(await freePort());
    await server.up();
    return server;
  }

  get isUp(): boolean {
    return this.server !== undefined;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Again at the same port after `down`. */
  async up(): Promise<void> {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      closeTimeout: 10,
      onConnect: (_session, callback) => {
        this.connections += 1;
        if (this.mood !== 'hang') callback();
      },
      onRcptTo: (_address, _session, callback) => callback(typeof this.mood === 'number' ? refusal(this.mood) : null),
      onData: (stream, { envelope }, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const from = envelope.mailFrom ? envelope.mailFrom.address : '';
          const to = envelope.rcptTo.map(({ address }) => address);
          this.received.push(mailOf(from, to, Buffer.concat(chunks).toString('utf8')));
          if (this.mood === 'cut') void this.down();
          else callback();
        });
      },
    });
    this.server.on('error', () => undefined);
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
  }

  async down(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

function mailOf(from: string, to: readonly string[], raw: string): ReceivedMail {
  const text = unquoted(raw.replaceAll(/=\r\n/g, '')).replaceAll('\r\n', '\n');
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  const header = (name: string) => wordsOf(new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim());
  return { from, to, text, header };
}

/** Undoes the encoding of what is not ASCII. */
const wordsOf = (line: string | undefined): string | undefined =>
  line
    ?.replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, words: string) => unquoted(words.replaceAll('_', ' ')))
    .replaceAll(/=\?UTF-8\?B\?(.*?)\?=/gi, (_, words: string) => Buffer.from(words, 'base64').toString('utf8'));

const unquoted = (text: string): string =>
  text.replaceAll(/(?:=[0-9A-F]{2})+/g, (hex) => Buffer.from(hex.replaceAll('=', ''), 'hex').toString('utf8'));
