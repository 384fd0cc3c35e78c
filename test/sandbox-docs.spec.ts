import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORGERIES } from '../sandbox/delivery/forgery.js';
import { NO_HOSTILITY } from '../sandbox/delivery/hostility.js';

const docs = readFileSync('docs/sandbox.md', 'utf8');

/** The first cell of each row of the table below this heading, without its backticks. */
function firstColumn(heading: string): string[] {
  const [, section = ''] = docs.split(`\n${heading}\n`);
  const [, rest = ''] = section.split(/\n\| -+.*\n/);
  const [table = ''] = rest.split('\n\n');
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name);
}

describe('docs/sandbox.md', () => {
  it('shows the very test that runs', () => {
    expect(docs).toContain(`\`\`\`ts\n${readFileSync('test/sandbox-example.spec.ts', 'utf8')}\`\`\`\n`);
  });

  it('names every switch of hostile delivery', () => {
    expect(firstColumn('### Hostile delivery')).toEqual(Object.keys(NO_HOSTILITY));
  });

  it('names every forgery', () => {
    const [, section = ''] = docs.split('### Forged deliveries');
    for (const kind of FORGERIES) expect(section).toContain(`\`${kind}\``);
  });

  it('names every control', () => {
    const sources = readdirSync('sandbox', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('routes.ts'),
    );
    const controls = sources.flatMap((name) => {
      const source = readFileSync(join('sandbox', name), 'utf8');
      const routes = source.matchAll(/controls\.(get|post|delete)\(\s*'([^']+)'/g);
      return [...routes].map(([, method = '', path = '']) => `${method.toUpperCase()} /_sandbox${path}`);
    });
    expect(controls.length).toBeGreaterThan(12);
    expect(firstColumn('## The control API').sort()).toEqual(controls.sort());
  });
});
