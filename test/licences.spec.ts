import { readFileSync } from 'node:fs';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
}

/** What may be run, and handed on, without more than naming its authors. */
const PERMISSIVE: ReadonlySet<string> = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'Python-2.0',
]);

/** Tools of ours, which nobody runs with the backend: weak copyleft is no burden there. */
const OF_TOOLS: ReadonlySet<string> = new Set(['MPL-2.0', 'CC-BY-4.0', 'CC0-1.0']);

/** Packages whose package.json names none; read in their LICENSE files. */
const READ: Readonly<Record<string, string>> = { busboy: 'MIT', streamsearch: 'MIT' };

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

const installed = Object.entries(packages).flatMap(([path, { license, dev = false }]) => {
  const name = path.replace(/^.*node_modules\//, '');
  return path.startsWith('node_modules/') ? [{ name, licence: license ?? READ[name] ?? 'none', dev }] : [];
});

/** Of `(MIT OR CC0-1.0)` one is enough, of `MIT AND ISC` both are needed. */
const isAllowed = (expression: string, allowed: (licence: string) => boolean): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed(licence)));

describe('the licences of what is installed', () => {
  it('are known for every package, and permissive for all that runs in production', () => {
    const running = installed.filter(({ dev }) => !dev);
    expect(running.length).toBeGreaterThan(100);
    expect(running.filter(({ licence }) => !isAllowed(licence, (one) => PERMISSIVE.has(one)))).toEqual([]);
  });

  it('oblige nobody who only builds and tests', () => {
    const tools = installed.filter(({ dev }) => dev);
    const allowed = (one: string): boolean => PERMISSIVE.has(one) || OF_TOOLS.has(one);
    expect(tools.filter(({ licence }) => !isAllowed(licence, allowed))).toEqual([]);
  });

  it('of packages that name none are looked up for no others than those', () => {
    const unnamed = Object.entries(packages).flatMap(([path, { license }]) =>
      path !== '' && license === undefined ? [path.replace(/^.*node_modules\//, '')] : [],
    );
    expect([...new Set(unnamed)].toSorted()).toEqual(Object.keys(READ));
  });
});
