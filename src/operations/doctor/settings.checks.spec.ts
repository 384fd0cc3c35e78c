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
const complaints = (source: Readonly<Record<string, string>>) =>
  settingsFindings(loadEnv(source))
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
