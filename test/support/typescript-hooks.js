import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform, version } from '@swc/core';
import config from '../../jest.config.js';

/** The same compiler options as the tests'. */
const [, shared] = config.transform['^.+\\.ts$'];
const options = { ...shared, sourceMaps: false, swcrc: false };

/** Each source as it was compiled before: to compile the 800 of a backend takes three of the five seconds of its start. */
const cache = new URL('../../.cache/typescript/', import.meta.url);
await mkdir(cache, { recursive: true }).catch(() => undefined);

/** A relative `./x.js` is `./x.ts` when only that exists. */
export async function resolve(specifier, context, next) {
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const text = await readFile(filename, 'utf8');
  const hash = createHash('sha256')
    .update(JSON.stringify([version, options, filename, text]))
    .digest('hex');
  const kept = new URL(`${hash}.js`, cache);
  const source = await readFile(kept, 'utf8').catch(async () => {
    const { code } = await transform(text, { ...options, filename });
    const begun = new URL(`${hash}.${randomUUID()}`, cache);
    // Put in place whole, for others start at the same time; where it cannot be kept, the next one compiles again.
    await writeFile(begun, code)
      .then(() => rename(begun, kept))
      .catch(() => undefined);
    return code;
  });
  return { format: 'module', source, shortCircuit: true };
}
