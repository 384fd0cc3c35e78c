import type { QueueOptions } from 'bull';

/**
 * Milliseconds without an answer after which a connection is dead and another one is opened. Bull's own longest call
 * blocks for 5 s. Without it a connection that the network has forgotten never wakes anybody again.
 */
const SILENCE_LIMIT = 10_000;

type RedisOptions = Exclude<QueueOptions['redis'], string | undefined>;

/**
 * What a `redis://` or `rediss://` URL says. Bull's own reading of it drops the scheme, and with it TLS, and would send
 * the password in clear.
 */
export function redisOptions(url: string): RedisOptions {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const database = Number(pathname.slice(1));
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port ? Number(port) : 6379,
    socketTimeout: SILENCE_LIMIT,
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(Number.isInteger(database) ? { db: database } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
