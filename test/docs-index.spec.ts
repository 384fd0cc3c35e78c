import { readdirSync, readFileSync } from 'node:fs';

/** Where the index points to, once for each link; what it recommends before its first heading may come twice. */
function linked(): string[] {
  const [, ...sections] = readFileSync('docs/README.md', 'utf8').split(/^## /m);
  return [...sections.join('').matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path);
}

it('docs/README.md has every page and every decision, each once and nothing else', () => {
  const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  expect(linked().toSorted()).toEqual(pages.filter((name) => name !== 'README.md').toSorted());
});
