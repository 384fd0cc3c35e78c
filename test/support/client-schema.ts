/**
 * Writes client/schema.ts, the types of what can be called, as openapi.json describes it: `npm run docs:client`. With
 * `--check` it writes nothing, and ends with 1 when they are not equal.
 */
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString, COMMENT_HEADER, type OpenAPI3 } from 'openapi-typescript';

const DESCRIPTION = new URL('../../openapi.json', import.meta.url);
const SCHEMA = new URL('../../client/schema.ts', import.meta.url);

const successes = (responses: object): object =>
  Object.fromEntries(Object.entries(responses).filter(([status]) => status.startsWith('2')));

/** Without what Stripe sends, and without the refusals of each operation, which are all of one schema: 100 KB of 780. */
function callable(text: string): OpenAPI3 {
  return JSON.parse(text, (name, value) => {
    if (name === 'webhooks') return undefined;
    return name === 'responses' ? successes(value) : value;
  });
}

const types = await openapiTS(callable(await readFile(DESCRIPTION, 'utf8')), { silent: true });
const schema = `${COMMENT_HEADER}${astToString(types)}`;
if (!process.argv.includes('--check')) await writeFile(SCHEMA, schema);
else if ((await readFile(SCHEMA, 'utf8')) !== schema) process.exitCode = 1;
