import { findProgram, inPath } from './program.js';

/** Where Debian puts it, which is in no user's PATH but root's. */
const SYSTEM = ['/usr/sbin/pgbouncer', '/usr/local/sbin/pgbouncer'];

/** Path of a PgBouncer that runs here. @throws {Error} that says what to do. */
export const findPgbouncer = (): Promise<string> =>
  findProgram({
    installed: [...inPath('pgbouncer'), ...SYSTEM],
    cache: 'pgbouncer',
    packages: ['pgbouncer'],
    program: 'usr/sbin/pgbouncer',
    advice: 'This needs PgBouncer: install pgbouncer (macOS: brew install pgbouncer).',
  });
