import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const SRC = resolve('src');

/** Lower is further down. A folder imports what is further down, and itself. */
const RANK: Readonly<Record<string, number>> = {
  config: 0,
  common: 1,
  tracing: 1,
  stripe: 2,
  database: 3,
  auth: 4,
  audit: 4,
  idempotency: 4,
  outbox: 4,
  compliance: 5,
  customers: 5,
  tenants: 5,
  billing: 5,
  payments: 5,
  connect: 5,
  notifications: 5,
  reporting: 5,
  webhooks: 5,
  extensions: 6,
  operations: 7,
  health: 7,
  console: 7,
  app: 8,
};

/** Sideways on purpose. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  tracing: ['common'],
  audit: ['auth'],
  idempotency: ['auth'],
  customers: ['tenants'],
  compliance: ['tenants'], // whose customers they are
  billing: ['customers', 'tenants', 'compliance'],
  payments: ['customers', 'tenants', 'compliance'],
  connect: ['billing', 'customers', 'tenants', 'compliance'], // what is sold for a connected account is chosen and described as any sale
  health: ['operations'],
  console: ['operations'], // who is an operator
};
/** Discovery joins these; an import would undo it. */
const NEVER: Readonly<Record<string, readonly string[]>> = {
  webhooks: ['customers', 'tenants', 'billing', 'payments', 'connect', 'notifications', 'reporting', 'compliance'],
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

/** Files beside the folders, and the command lines, hold the house together. */
const roomOf = (file: string): string => {
  const [folder = '', inner = ''] = relative(SRC, file).split('/');
  return /\.[jt]s$/.test(folder) || inner === 'cli' ? 'app' : folder;
};

interface Import {
  readonly from: string;
  readonly target: string;
  readonly isType: boolean;
}

const imports = files.flatMap((name): Import[] => {
  const from = join(SRC, name);
  const statements = readFileSync(from, 'utf8').matchAll(
    /^(?:import|export) (type )?[^;]*?from '([^']+)'|import\('([^']+)'\)/gm,
  );
  return [...statements].map(([, type, target, dynamic]) => ({
    from,
    target: target ?? dynamic ?? '',
    isType: type !== undefined,
  }));
});

function allowed(from: string, to: string): boolean {
  if (from === to || ALSO[from]?.includes(to)) return true;
  if (NEVER[from]?.includes(to)) return false;
  return (RANK[from] ?? -1) > (RANK[to] ?? 99);
}

describe('who may import whom', () => {
  it('knows every folder', () => {
    const rooms = new Set(files.map((name) => roomOf(join(SRC, name))));
    expect([...rooms].filter((room) => RANK[room] === undefined)).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('goes downwards only', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ from, target }) => ({ from, to: resolve(dirname(from), target) }))
      .filter(({ to }) => to.startsWith(`${SRC}/`))
      .filter(({ from, to }) => !allowed(roomOf(from), roomOf(to)))
      .map(({ from, to }) => `${relative(SRC, from)} imports ${relative(SRC, to)}`);
    expect(wrong).toEqual([]);
  });

  it("imports the SDK's value in src/stripe only", () => {
    const wrong = imports
      .filter(({ from, target, isType }) => target === 'stripe' && !isType && roomOf(from) !== 'stripe')
      .map(({ from }) => relative(SRC, from));
    expect(wrong).toEqual([]);
  });

  it('reads the environment in src/config/env.ts only', () => {
    const wrong = files.filter((name) => readFileSync(join(SRC, name), 'utf8').includes('process.env'));
    expect(wrong).toEqual(['config/env.ts']);
  });
});
