import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TREE = fileURLToPath(new URL('..', import.meta.url));

/** What somebody writes who has read the package's README, in the languages and for the places that it names. */
const CONSUMERS = {
  'main.mjs': `
    import { createCountinghouseClient, ProblemError } from '@countinghouse/client';
    const billing = createCountinghouseClient({ baseUrl: process.argv[2], token: 'key', tenant: 'tenant_1' });
    const { data } = await billing.get('/stripe/plans');
    const refused = await billing.post('/stripe/refunds', { body: { charge: 'ch_1' } }).catch((error) => error);
    console.log(data.length, refused instanceof ProblemError, refused.code);`,
  'main.cjs': `
    const { createCountinghouseClient } = require('@countinghouse/client');
    createCountinghouseClient({ baseUrl: process.argv[2], token: 'key' })
      .get('/stripe/plans')
      .then(({ data }) => console.log(data.length));`,
  'bundled.js': `
    import { createCountinghouseClient, ProblemError } from '@countinghouse/client';
    export const plans = (baseUrl) => createCountinghouseClient({ baseUrl, token: 'key' }).get('/stripe/plans');`,
  'unused.js': `
    import { createCountinghouseClient } from '@countinghouse/client';
    export const nothing = 'of the client';`,
  'main.ts': `
    import { createCountinghouseClient, ProblemError, type Answer, type CountinghouseClient } from '@countinghouse/client';
    const billing: CountinghouseClient = createCountinghouseClient({ baseUrl: 'https://a.example', token: async () => 't' });
    export async function upgrade(): Promise<string | null> {
      const subscription: Answer<'getSubscription'> = await billing.get('/stripe/subscription');
      void subscription;
      try {
        const { url } = await billing.post('/stripe/checkout/sessions', {
          body: { plan: 'pro', interval: 'month', successUrl: 'https://a.example', cancelUrl: 'https://a.example' },
        });
        return url;
      } catch (error) {
        if (error instanceof ProblemError && error.code === 'already_subscribed') return null;
        throw error;
      }
    }
    // @ts-expect-error no such route: the types have come along, they are not \`any\`
    void billing.get('/stripe/plan');
    // @ts-expect-error no such code
    export const isIt = (error: ProblemError): boolean => error.code === 'already_subscibed';`,
} as const;

/** Without skipLibCheck: the declarations themselves have to hold, as strictly as somebody may have it. */
const STRICT = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false };
const COMPILERS = {
  'tsconfig.node.json': { module: 'nodenext', target: 'es2022', lib: ['es2022', 'dom'] },
  'tsconfig.bundler.json': { module: 'esnext', moduleResolution: 'bundler', target: 'es2022', lib: ['es2022', 'dom'] },
} as const;

let folder: string;
let packed: readonly string[];
let stripe: Server;
let url: string;

/** No registry, and a cache of its own: nothing but the tarballs can be installed. */
const npm = async (...args: string[]): Promise<string> => {
  const options = ['--offline', '--cache', join(folder, 'cache'), '--no-audit', '--no-fund', '--loglevel', 'error'];
  return (await run('npm', [...args, ...options], { cwd: folder })).stdout;
};
const tree = (path: string): string => join(TREE, path);
const node = async (...args: string[]): Promise<string> => (await run(process.execPath, args, { cwd: folder })).stdout;

/** @returns the tarball, and what is in it. */
async function pack(path: string): Promise<{ filename: string; files: string[] }> {
  const [made] = JSON.parse(await npm('pack', tree(path), '--json')) as [
    { filename: string; files: { path: string }[] },
  ];
  return { filename: made.filename, files: made.files.map((file) => file.path) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(process.env['TEST_DIRECTORY'] ?? tmpdir(), 'client-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'stranger', private: true, type: 'module' }));
  for (const [name, text] of Object.entries(CONSUMERS)) await writeFile(join(folder, name), text);
  for (const [name, own] of Object.entries(COMPILERS)) {
    const compilerOptions = { ...STRICT, types: [], noEmit: true, ...own };
    await writeFile(join(folder, name), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  }
  const [client, ...others] = await Promise.all(
    ['client', 'node_modules/openapi-fetch', 'node_modules/openapi-typescript-helpers'].map(pack),
  );
  packed = client?.files ?? [];
  await npm('install', ...[client, ...others].map((made) => `./${made?.filename ?? ''}`));
  stripe = createServer((request, response) => {
    const [status, body] =
      request.url === '/stripe/plans'
        ? [200, { data: [{}, {}] }]
        : [409, { title: 'Refunded already.', status: 409, code: 'already_refunded' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => stripe.listen(0, '127.0.0.1', resolve));
  const address = stripe.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}, 120_000);
afterAll(async () => {
  await new Promise((resolve) => stripe.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

it('holds what is run, its types, how to use it and on which terms, and no source', () => {
  const kinds = ['call', 'index', 'patiently', 'problem-error', 'schema'];
  expect(packed.toSorted()).toEqual(
    [
      'LICENSE',
      'README.md',
      'package.json',
      ...kinds.flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.js`]),
    ].toSorted(),
  );
});

it('has the terms of the whole, and is not kept from being published', async () => {
  const [own, whole] = await Promise.all(['client/LICENSE', 'LICENSE'].map((file) => readFile(tree(file), 'utf8')));
  expect(own).toBe(whole);
  const described = JSON.parse(await readFile(join(folder, 'node_modules/@countinghouse/client/package.json'), 'utf8'));
  expect(described).not.toHaveProperty('private');
  expect(described).toMatchObject({ license: 'MIT', type: 'module', sideEffects: false });
});

it('runs in plain JavaScript, imported and required', async () => {
  expect(await node('main.mjs', url)).toBe('2 true already_refunded\n');
  expect(await node('--no-warnings', 'main.cjs', url)).toBe('2\n');
});

it.each(Object.keys(COMPILERS))('type-checks strictly with %s', async (project) => {
  const compiled = run(process.execPath, [tree('node_modules/typescript/bin/tsc'), '-p', project], { cwd: folder });
  await expect(compiled).resolves.toMatchObject({ stdout: '' });
});

it('goes into a bundle, and leaves nothing behind where it is not used', async () => {
  const build = `
    import { build } from ${JSON.stringify(tree('node_modules/vite/dist/node/index.js'))};
    for (const entry of ['bundled.js', 'unused.js'])
      await build({ root: '.', logLevel: 'error', build: { outDir: 'out', emptyOutDir: false, minify: false,
        lib: { entry, formats: ['es'], fileName: () => entry } } });`;
  await writeFile(join(folder, 'build.mjs'), build);
  await node('build.mjs');
  await writeFile(
    join(folder, 'out/run.js'),
    `
    import { plans } from './bundled.js';
    console.log((await plans(process.argv[2])).data.length);`,
  );
  await rm(join(folder, 'node_modules'), { recursive: true });
  expect(await node('out/run.js', url)).toBe('2\n');
  const unused = await readFile(join(folder, 'out', basename('unused.js')), 'utf8');
  expect(unused).toMatch(/of the client/);
  expect(unused.length).toBeLessThan(200);
});
