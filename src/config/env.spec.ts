import { ConfigurationError } from './configuration.error.js';
import { livemodeOf, loadEnv } from './env.js';

const problemsOf = (source: Record<string, string>): string => {
  try {
    loadEnv(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
};

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://h/db',
  STRIPE_SECRET_KEY: 'sk_live_abc',
  STRIPE_WEBHOOK_SECRET: 'whsec_abc',
};

describe('loadEnv', () => {
  it('runs for development with nothing set', () => {
    expect(loadEnv({})).toMatchObject({ NODE_ENV: 'development', PORT: 3000, ROLE: 'all', STRIPE_WEBHOOK_SECRET: [] });
  });

  it('takes an empty value as unset', () => {
    expect(loadEnv({ REDIS_URL: '', PORT: '' })).toMatchObject({ PORT: 3000, REDIS_URL: undefined });
  });

  it('splits the signing secrets', () => {
    expect(loadEnv({ STRIPE_WEBHOOK_SECRET: 'whsec_aa, whsec_bb' }).STRIPE_WEBHOOK_SECRET).toEqual([
      'whsec_aa',
      'whsec_bb',
    ]);
  });

  it('names every problem at once and prints no value', () => {
    const message = problemsOf({
      PORT: '99999',
      REDIS_URL: 'http://hunter2',
      STRIPE_SECRET_KEY: 'hunter2',
      STRIPE_WEBHOOK_SECRET: 'whsec_aa,sk_test_hunter2',
      WEBHOOK_TOLERANCE_SECONDS: '0',
    });
    for (const name of [
      'PORT',
      'REDIS_URL',
      'STRIPE_SECRET_KEY',
      'STRIPE_WEBHOOK_SECRET',
      'WEBHOOK_TOLERANCE_SECONDS',
    ]) {
      expect(message).toContain(`- ${name}: `);
    }
    expect(message).not.toContain('hunter2');
  });

  it.each(['0', '-1', 'NaN', '3601', '1.5', '1e2'])('refuses a tolerance of %s', (value) => {
    expect(problemsOf({ WEBHOOK_TOLERANCE_SECONDS: value })).toContain('WEBHOOK_TOLERANCE_SECONDS');
  });

  it.each(['DATABASE_URL', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'])('refuses production without %s', (name) => {
    expect(problemsOf({ ...production, [name]: '' })).toContain(`- ${name}: required in production`);
    expect(problemsOf(production)).toBe('');
  });

  it('refuses to send the key in clear in production', () => {
    expect(problemsOf({ ...production, STRIPE_API_BASE: 'http://stripe.example' })).toContain('- STRIPE_API_BASE');
    expect(problemsOf({ ...production, STRIPE_API_BASE: 'https://proxy.example' })).toBe('');
    expect(problemsOf({ ...production, STRIPE_API_BASE: 'http://127.0.0.1:12111' })).toBe('');
  });

  it('refuses a role of its own without what processes share', () => {
    const message = problemsOf({ ROLE: 'worker' });
    expect(message).toContain('- REDIS_URL: required with ROLE=worker');
    expect(message).toContain('- DATABASE_URL: required with ROLE=worker');
  });

  it('takes the mode from LIVEMODE, else from the key, and refuses a contradiction', () => {
    expect(livemodeOf(loadEnv({}))).toBeUndefined();
    expect(livemodeOf(loadEnv({ LIVEMODE: 'true' }))).toBe(true);
    expect(livemodeOf(loadEnv({ STRIPE_SECRET_KEY: 'rk_test_1_live_' }))).toBe(false);
    expect(problemsOf({ LIVEMODE: 'true', STRIPE_SECRET_KEY: 'sk_test_1' })).toContain('- LIVEMODE');
  });
});
