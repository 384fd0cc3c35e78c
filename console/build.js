import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

// Whoever builds: a test run would otherwise get React's development version.
process.env.NODE_ENV = 'production';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist/console');
const stamp = join(target, '.sources');

/** What the pages are made of: their sources, those of the client, and the versions of the libraries. */
function sourcesHash() {
  const hash = createHash('sha256');
  const files = ['console', 'client']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of [...files, join(root, 'package-lock.json')]) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const sources = sourcesHash();
const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === sources;

if (!isBuilt()) {
  // Built beside and put in place whole: who serves the files never sees half of them.
  const made = join(root, `dist/console.${process.pid}`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  try {
    await build({
      configFile: join(root, 'console/vite.config.ts'),
      build: { outDir: made },
      logLevel: process.argv.includes('--verbose') ? 'info' : 'warn',
    });
    writeFileSync(join(made, '.sources'), sources);
    try {
      if (!isBuilt()) {
        rmSync(target, { recursive: true, force: true });
        renameSync(made, target);
      }
    } catch (error) {
      if (!isBuilt()) throw error; // of two builds at once the first one stays
    }
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
