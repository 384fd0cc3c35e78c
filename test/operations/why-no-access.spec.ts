import { readFileSync } from 'node:fs';
import { EFFECTS, REASONS } from '../../src/operations/customer-view/access/reason-codes.js';

const page = readFileSync(new URL('../../docs/why-no-access.md', import.meta.url), 'utf8');

/** Rows of the page's tables whose first cell is a code, by it. */
const rows = new Map(
  [...page.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, name = '', rest = '']) => [name, rest.split(' | ')]),
);

it.each(Object.entries(REASONS))('docs/why-no-access.md has %s, and what to do', (code, { effect, remedy }) => {
  const [documented, says, what] = rows.get(code) ?? [];
  expect([documented, what]).toEqual([effect, remedy]);
  expect(says?.length).toBeGreaterThan(3);
});

it('and nothing else', () => {
  const others = [...EFFECTS, 'being_sent', 'may_be_made', 'resolving', 'told', 'releasable'];
  expect([...rows.keys()].filter((name) => !others.includes(name))).toEqual(Object.keys(REASONS));
});

it('each remedy stands by itself, and names no page that is not there', () => {
  for (const { remedy } of Object.values(REASONS)) {
    for (const [path = ''] of remedy.matchAll(/docs\/[\w-]+\.md/g)) {
      expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').length).toBeGreaterThan(0);
    }
    expect(remedy).toMatch(/[.?]$/);
  }
});
