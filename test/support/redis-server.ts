import { findProgram, inPath } from './program.js';

/** Path of a redis-server (or valkey-server, its fork) that runs here. @throws {Error} that says what to do. */
export const findRedisServer = (): Promise<string> =>
  findProgram({
    installed: [...inPath('redis-server'), ...inPath('valkey-server')],
    cache: 'redis',
    packages: ['redis-server', 'redis-tools'],
    program: 'usr/bin/redis-server',
    advice: 'This needs a Redis: install redis-server (macOS: brew install redis), or set REDIS_URL to an empty one.',
  });
