import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadEnv } from '../src/config/env.js';

const TREE = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['docs', 'docs/adr', 'client', 'examples/storefront', 'deploy', 'deploy/kubernetes', '.'];
const text = (file: string): string => readFileSync(join(TREE, file), 'utf8');

const pages = FOLDERS.filter((folder) => existsSync(join(TREE, folder))).flatMap((folder) =>
  readdirSync(join(TREE, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

/** What is shown as code is no link. */
const prose = (page: string): string => text(page).replaceAll(/^```[\s\S]*?^```/gm, '');

/** As renderers of Markdown name headings: lower case, no punctuation, hyphens for spaces; a second one has `-1`. */
function anchorsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of prose(page).matchAll(/^#{1,6} (.+)$/gm)) {
    const words = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll('`', '')
      .trim()
      .toLowerCase();
    const name = words.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
    let anchor = name;
    for (let n = 1; anchors.has(anchor); n += 1) anchor = `${name}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

describe('the documents', () => {
  it('have no link that leads nowhere', () => {
    const dead: string[] = [];
    for (const page of pages) {
      for (const [, target = ''] of prose(page).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : relative('.', join(dirname(page), path));
        const isThere = existsSync(join(TREE, file));
        if (!isThere || (anchor !== undefined && !anchorsOf(file).has(anchor))) dead.push(`${page}: ${target}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it('are all found from the first page', () => {
    const found = new Set(['README.md']);
    for (const page of found) {
      for (const [, path = ''] of prose(page).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)) {
        if (/^[a-z]+:/.test(path)) continue;
        const file = relative('.', join(dirname(page), path));
        if (pages.includes(file)) found.add(file);
        for (const inner of pages) if (dirname(inner) === file) found.add(inner);
      }
    }
    expect(pages.filter((page) => !found.has(page))).toEqual([]);
  });

  it('of docs/ are in its index, each once and nothing else', () => {
    const [, ...sections] = text('docs/README.md').split(/^## /m); // what it recommends before may come twice
    const linked = [...sections.join('').matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => join('docs', path));
    const own = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
    expect(linked.toSorted()).toEqual(own.toSorted());
  });
});

describe('every name in the environment', () => {
  /** Read by docker-compose.yml and by nobody else. */
  const COMPOSE = ['BIND_ADDRESS', 'POSTGRES_PASSWORD'];
  const asked = new Set<string>();
  loadEnv(new Proxy({}, { get: (_, name) => void asked.add(String(name)) }));
  const known = [...asked].toSorted();

  it('is in docs/configuration.md', () => {
    const rows = text('docs/configuration.md').match(/^\| `[^|]+/gm) ?? [];
    const named = rows.flatMap((row) => row.match(/(?<=`)[A-Z][A-Z0-9_]+(?=`)/g) ?? []);
    expect(named.toSorted()).toEqual(known);
  });

  it('is in .env.example, and no other', () => {
    const named: readonly string[] = text('.env.example').match(/(?<=^#?)[A-Z][A-Z0-9_]+(?==)/gm) ?? [];
    const standard = (name: string): boolean => name.startsWith('OTEL_'); // it refers to docs/tracing.md for them
    expect([...known, ...COMPOSE].filter((name) => !standard(name) && !named.includes(name))).toEqual([]);
    expect(named.filter((name) => !asked.has(name) && !COMPOSE.includes(name))).toEqual([]);
  });
});
