import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { ConfigurationError } from '../src/config/configuration.error.js';
import { loadEnv } from '../src/config/env.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);
const kubernetes = (name: string): string => read(`deploy/kubernetes/${name}.yaml`);

const files = readdirSync('deploy/kubernetes').filter((name) => name.endsWith('.yaml'));
const everything = files.map((name) => read(`deploy/kubernetes/${name}`)).join('\n');
const image = read('Dockerfile');

/** What the backend asks the environment for; and what Node, and Compose's own PostgreSQL, do. */
const known = new Set(['NODE_EXTRA_CA_CERTS']);
loadEnv(new Proxy({}, { get: (_, name) => void known.add(String(name)) }));

/** `NAME: value` of the pods' ConfigMap and Secret. */
const settingsOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    [...kubernetes(name).matchAll(/^ {2}([A-Z][A-Z0-9_]+): '?([^'\n]*?)'?(?: #.*)?$/gm)].map(
      ([, key = '', value = '']) => [key, value],
    ),
  );

describe('deploy/kubernetes', () => {
  it('applies every file that lies there', () => {
    const listed = all(kubernetes('kustomization'), /^ {2}- (\S+\.yaml)$/gm);
    expect(listed.toSorted()).toEqual(files.filter((name) => name !== 'kustomization.yaml').toSorted());
  });

  it('sets names that exist', () => {
    const pods = all(kubernetes('api') + kubernetes('worker'), /- \{ name: ([A-Z_]+), value: /g);
    const named = [...Object.keys(settingsOf('config')), ...Object.keys(settingsOf('secret')), ...pods];
    expect(named).toEqual(expect.arrayContaining(['PUBLIC_URL', 'DATABASE_URL', 'ROLE', 'DATABASE_POOL_SIZE']));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('has settings that are taken, and secrets that are refused until they are real', () => {
    const settings = { NODE_ENV: 'production', ROLE: 'api', ...settingsOf('config') };
    const secrets = settingsOf('secret');
    const names = ['DATABASE_URL', 'METRICS_TOKEN', 'REDIS_URL', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'];
    expect(Object.keys(secrets).toSorted()).toEqual(names);
    const real = {
      DATABASE_URL: 'postgres://u:p@h/d?sslmode=verify-full',
      METRICS_TOKEN: 'x'.repeat(32),
      REDIS_URL: 'rediss://:p@h:6380',
      STRIPE_SECRET_KEY: 'rk_live_x',
      STRIPE_WEBHOOK_SECRET: 'whsec_xxxxxxxx',
    };
    expect(loadEnv({ ...settings, ...real })).toMatchObject({ ROLE: 'api' });
    for (const name of names) {
      expect(() => loadEnv({ ...settings, ...real, [name]: secrets[name] })).toThrow(ConfigurationError);
    }
  });

  it('asks for paths and ports that are served, and runs files that are built', () => {
    const { paths } = JSON.parse(read('openapi.json')) as { paths: Record<string, unknown> };
    const probed = all(everything, /httpGet: \{ path: (\S+), port: http \}/g);
    expect(new Set(probed)).toEqual(new Set(['/health/live', '/health']));
    for (const path of probed) expect(Object.keys(paths)).toContain(path);
    const port = all(image, /^EXPOSE (\d+)$/gm);
    expect(port).toEqual(['3000']);
    expect(new Set(all(everything, /containerPort: (\d+)/g))).toEqual(new Set(port));
    expect(new Set(all(everything, /name: PORT, value: '(\d+)'/g))).toEqual(new Set(port));
    const started = all(everything + image, /dist\/(src\/\S+)\.js/g);
    expect(started.length).toBeGreaterThanOrEqual(2);
    for (const file of started) expect(existsSync(`${file}.ts`) ? file : `${file} is not there`).toBe(file);
  });

  it('scales by a series that there is', () => {
    const [series = ''] = all(kubernetes('autoscaling'), /last_over_time\((\w+)\{/g);
    expect(read('docs/metrics.md')).toContain(`| \`${series}\` | gauge |`);
  });

  it('opens fewer connections than PostgreSQL allows by default, in a roll-out too', () => {
    const most = all(kubernetes('autoscaling'), /maxReplica(?:s|Count): (\d+)/g).map(Number);
    const pools = all(kubernetes('api') + kubernetes('worker'), /DATABASE_POOL_SIZE, value: '(\d+)'/g).map(Number);
    expect([most.length, pools.length]).toEqual([2, 2]);
    const connections = most.reduce((sum, pods, role) => sum + (pods + 1) * (pools[role] ?? 0), 3);
    expect(connections).toBeLessThanOrEqual(100 - 3 - 10);
    expect(read('docs/deployment.md')).toContain(`= ${connections}, below`);
  });

  it('gives a pod longer than its shutdown takes', () => {
    const grace = all(everything, /terminationGracePeriodSeconds: (\d+)/g).map(Number);
    const [waited = NaN] = all(kubernetes('api'), /command: \[sleep, '(\d+)'\]/g).map(Number);
    expect(grace).toHaveLength(2);
    for (const seconds of grace) expect(seconds).toBeGreaterThan(waited + 10);
  });
});

describe('the image', () => {
  it('is made of what is there, or of what the build makes', () => {
    const copied = all(image, /^COPY --from=build \/app\/(\S+) /gm);
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'node_modules', 'dist', 'bin']));
    expect(copied.filter((path) => !existsSync(path) && path !== 'dist')).toEqual([]);
    const kept = all(read('.dockerignore'), /^([^#*\s]\S*)$/gm).filter((path) => !/^(dist|node_modules)$/.test(path));
    expect(copied.filter((path) => kept.includes(path))).toEqual([]);
  });

  it('runs as a user that is told by number, so that Kubernetes can see that it is not root', () => {
    expect(all(image, /^USER (\S+)$/gm)).toEqual(['1000:1000']);
    expect(new Set(all(everything, /runAsUser: (\d+)/g))).toEqual(new Set(['1000']));
  });
});

describe('docker-compose.yml', () => {
  const compose = read('docker-compose.yml');

  it('sets names that exist', () => {
    const [, block = ''] = compose.split('environment: &environment\n');
    const [settings = ''] = block.split('depends_on:');
    const named = all(`${settings}\n${compose}`, /^ {4,6}([A-Z][A-Z_]+): /gm).filter(
      (name) => !name.startsWith('POSTGRES_'),
    );
    expect(named).toEqual(expect.arrayContaining(['DATABASE_URL', 'REDIS_URL', 'ROLE']));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('starts one api, two workers and their stores, and keeps what these hold', () => {
    const [, services = ''] = compose.split(/^services:$/m);
    const [own = '', volumes = ''] = services.split(/^volumes:$/m);
    expect(all(own, /^ {2}(\w+):$/gm)).toEqual(['api', 'worker', 'postgres', 'redis']);
    expect(all(own, /replicas: (\d+)/g)).toEqual(['2']);
    expect(all(volumes, /^ {2}(\w+):$/gm)).toEqual(['postgres', 'redis']);
    expect(all(own, /^ {4}(healthcheck):$/gm)).toHaveLength(2);
    expect(image).toContain('HEALTHCHECK');
  });
});
