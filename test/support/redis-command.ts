import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';

/** One line of Redis' inline protocol. */
const line = (words: readonly string[]): string => `${words.join(' ')}\r\n`;

function open(address: URL): Socket {
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const port = Number(address.port || 6379);
  return address.protocol === 'rediss:'
    ? connectSecure({ host, port, servername: host })
    : connectPlain({ host, port });
}

/**
 * Sends one command in the database that the URL names, and gives the raw answer: all that the tests' own plumbing asks
 * of Redis (PING, FLUSHDB, INFO) without a client library.
 *
 * @throws when Redis does not answer within 20 s or answers with an error.
 */
export async function redisCommand(url: string, ...command: string[]): Promise<string> {
  const address = new URL(url);
  const database = address.pathname.slice(1) || '0';
  const user = decodeURIComponent(address.username);
  const login = address.password ? [['AUTH', ...(user ? [user] : []), decodeURIComponent(address.password)]] : [];
  const commands = [...login, ['SELECT', database], command, ['QUIT']];
  const answer = await new Promise<string>((resolve, reject) => {
    let received = '';
    const socket = open(address);
    socket.setTimeout(20_000, () => socket.destroy(new Error(`Redis at ${address.host} does not answer.`)));
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.once('error', reject).once('close', () => resolve(received));
    socket.write(commands.map(line).join(''));
  });
  const error = /^-(.*)\r$/m.exec(answer)?.[1];
  if (error !== undefined) throw new Error(`Redis at ${address.host} refused ${command.join(' ')}: ${error}`);
  if (!answer.endsWith('+OK\r\n')) throw new Error(`Redis at ${address.host} closed the connection.`);
  return answer;
}
