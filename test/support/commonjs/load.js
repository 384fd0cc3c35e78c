import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';

const require = createRequire(import.meta.url);

/** What jest cannot `require()` before Node 24, because it is ESM. Node itself can since 20.19. */
const esm = new Map([
  ['@nestjs/common', common],
  ['@nestjs/core', core],
]);

/**
 * A CommonJS package that requires Nest, which is ESM since version 12: its own files, run with the Nest that the test
 * has. For jest only.
 */
export function load(name) {
  const files = new Map();
  const run = (path) => {
    const known = files.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    files.set(path, module);
    const inner = (asked) => {
      if (esm.has(asked)) return esm.get(asked);
      return asked.startsWith('.') ? run(require.resolve(asked, { paths: [dirname(path)] })) : require(asked);
    };
    // oxlint-disable-next-line typescript/no-implied-eval -- node:vm would run them in jest's realm, not in the test's
    new Function('module', 'exports', 'require', readFileSync(path, 'utf8'))(module, module.exports, inner);
    return module.exports;
  };
  return run(require.resolve(name));
}
