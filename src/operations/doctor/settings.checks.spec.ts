import { loadEnv } from '../../config/env.js';
import { settingsFindings } from './settings.checks.js';

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://db/x',
  STRIPE_SECRET_KEY: 'sk_live_x',
  STRIPE_WEBHOOK_SECRET: 'whsec_12345678',
  ALLOWED_REDIRECT_ORIGINS: 'https://app.example',
  NOTIFICATION_WEBHOOK_URL: 'https://hook.example',
  NOTIFICATION_WEBHOOK_SECRET: `whsec_${'A'.repeat(43)}=`,
};
const complaints = (source: Readonly<Record<string, string>>, base?: string) =>
  settingsFindings(loadEnv(source), base)
    .filter(({ level }) => level !== 'ok')
    .map(({ code }) => code);

it('has nothing against a developer, nor against a production that is complete', () => {
  expect(complaints({})).toEqual([]);
  expect(complaints(production)).toEqual([]);
});

it.each([
  [{ NODE_ENV: 'development' }, 'settings.mode'],
  [{ STRIPE_API_BASE: 'https://elsewhere.example' }, 'settings.stripe_api_base'],
  [{ ALLOWED_REDIRECT_ORIGINS: '' }, 'settings.redirects'],
  [{ NOTIFICATION_WEBHOOK_URL: '', NOTIFICATION_WEBHOOK_SECRET: '' }, 'settings.operator'],
  [{ NOTIFY: 'none' }, 'settings.operator'],
  [{ RECONCILE_INTERVAL_SECONDS: 'off' }, 'settings.reconcile'],
  [{ VERIFY_SAMPLE: '0' }, 'settings.verify'],
  [{ LOG_LEVEL: 'debug' }, 'settings.log_level'],
  [{ WEBHOOK_TOLERANCE_SECONDS: '3600' }, 'settings.tolerance'],
])('%j: %s', (change, code) => {
  expect(complaints({ ...production, ...change })).toEqual([code]);
});

it.each<[Record<string, string>, string | undefined, string[]]>([
  [{}, 'https://pay.example', ['settings.trust_proxy']],
  [{ TRUST_PROXY: '1' }, 'https://pay.example', []],
  [{ TRUST_PROXY: 'loopback' }, 'https://pay.example', []],
  [{}, 'http://localhost:3000', []],
  [{}, undefined, []],
  [{ ROLE: 'worker', REDIS_URL: 'redis://r' }, 'https://pay.example', []],
])('a proxy that is not trusted gives the cookie no Secure: %j, reached by %s', (change, base, codes) => {
  expect(complaints({ ...production, ...change }, base)).toEqual(codes);
});
