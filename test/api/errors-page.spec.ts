import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { PROBLEMS } from '../../src/common/problem-codes.js';
import { errorsPage } from '../support/errors-page.js';

const PAGE = new URL('../../docs/errors.md', import.meta.url);
const SRC = new URL('../../src/', import.meta.url);

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /(?<!\.spec)\.ts$/.test(name))
  .map((name) => readFileSync(new URL(name, SRC), 'utf8'));

/** Each error class with a code: its status stands right after. */
const classes = sources.flatMap((source) =>
  [...source.matchAll(/extends CountinghouseError \{\s+readonly code = '(\w+)';\s+readonly status = (\d+);/g)].map(
    ([, code = '', status]) => [code, Number(status)] as const,
  ),
);

it('docs/errors.md has every code: after a change, run `npm run docs:api` and commit the result', async () => {
  if (process.env['WRITE_OPENAPI'] === 'yes') await writeFile(PAGE, errorsPage());
  expect(readFileSync(PAGE, 'utf8')).toBe(errorsPage());
});

it('every error class has the status that its code is documented with', () => {
  expect(classes.length).toBeGreaterThan(25);
  const documented = classes.map(([code]) => [
    code,
    Object.entries(PROBLEMS).find(([known]) => known === code)?.[1].status,
  ]);
  expect(classes).toEqual(documented);
  // A class that others share has its status from there, and no code of its own.
  expect(sources.join('').match(/(?<!abstract class \w+ )extends CountinghouseError \{/g)).toHaveLength(classes.length);
});

it('every code is one that can be answered', () => {
  const used = sources.filter((source) => !source.includes('export const PROBLEMS')).join('');
  expect(Object.keys(PROBLEMS).filter((code) => !used.includes(`'${code}'`))).toEqual([]);
});
