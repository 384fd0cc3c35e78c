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

  it('splits the event types to read', () => {
    expect(loadEnv({ REREAD_EVENT_TYPES: 'invoice.*, price.updated,*' }).REREAD_EVENT_TYPES).toEqual([
      'invoice.*',
      'price.updated',
      '*',
    ]);
    expect(problemsOf({ REREAD_EVENT_TYPES: 'invoice.*.paid' })).toMatch(/REREAD_EVENT_TYPES.*such as invoice.paid/);
    expect(problemsOf({ REREAD_EVENT_TYPES: 'invoice.paid,' })).toContain('REREAD_EVENT_TYPES');
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

  it('names the words that a name may have', () => {
    const message = problemsOf({
      ROLE: 'hunter2',
      LOG_LEVEL: 'hunter2',
      LIVEMODE: 'hunter2',
      STRIPE_API_BASE: 'hunter2',
    });
    expect(message).toContain('- ROLE: must be all, api or worker\n');
    expect(message).toContain('- LOG_LEVEL: must be fatal, error, warn, info, debug, trace or silent\n');
    expect(message).toContain('- LIVEMODE: must be true or false');
    expect(message).toContain('- STRIPE_API_BASE: must be an http:// or https:// URL\n');
    expect(message).not.toContain('hunter2');
  });

  it.each(['0', '-1', 'NaN', '3601', '1.5', '1e2'])('refuses a tolerance of %s', (value) => {
    expect(problemsOf({ WEBHOOK_TOLERANCE_SECONDS: value })).toContain('WEBHOOK_TOLERANCE_SECONDS');
  });

  it.each(['0', '29', '86401', 'never'])('refuses to reconcile every %s seconds', (value) => {
    expect(problemsOf({ RECONCILE_INTERVAL_SECONDS: value })).toContain('- RECONCILE_INTERVAL_SECONDS: must be ');
  });

  it.each(['hunter2', 'hunter2 '.repeat(5), 'hunter2'.repeat(80)])(
    'refuses %j as the token of the metrics',
    (token) => {
      expect(problemsOf({ METRICS_TOKEN: token })).toContain('- METRICS_TOKEN: must have 32 to 512 characters');
      expect(problemsOf({ METRICS_TOKEN: token })).not.toContain('hunter2');
      expect(problemsOf({ METRICS_TOKEN: 'x'.repeat(32) })).toBe('');
    },
  );

  it('reconciles every 5 minutes, unless it is told otherwise', () => {
    expect(loadEnv({}).RECONCILE_INTERVAL_SECONDS).toBe(300);
    expect(loadEnv({ RECONCILE_INTERVAL_SECONDS: '30' }).RECONCILE_INTERVAL_SECONDS).toBe(30);
    expect(loadEnv({ RECONCILE_INTERVAL_SECONDS: 'off' }).RECONCILE_INTERVAL_SECONDS).toBe('off');
  });

  it.each(['DATABASE_URL', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'])('refuses production without %s', (name) => {
    expect(problemsOf({ ...production, [name]: '' })).toContain(`- ${name}: required in production`);
    expect(problemsOf(production)).toBe('');
  });

  it('refuses to send the key in clear in production', () => {
    expect(problemsOf({ ...production, STRIPE_API_BASE: 'http://stripe.example' })).toContain('- STRIPE_API_BASE');
    expect(problemsOf({ ...production, STRIPE_API_BASE: 'https://proxy.example' })).toBe('');
    expect(problemsOf({ ...production, STRIPE_API_BASE: 'http://127.0.0.1:12111' })).toBe('');
    for (const url of ['http://localhost.stripe.example', 'http://127.0.0.1.example', 'http://localhost@x.example'])
      expect(problemsOf({ ...production, STRIPE_API_BASE: url })).toContain('- STRIPE_API_BASE');
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

describe('notifications', () => {
  const mail = {
    SMTP_URL: 'smtp://mail.example',
    MAIL_FROM: 'Acme <a@acme.example>',
    OPERATOR_EMAIL: 'o@acme.example',
  };
  const hook = {
    NOTIFICATION_WEBHOOK_URL: 'https://hooks.example/x',
    NOTIFICATION_WEBHOOK_SECRET: `whsec_${'A'.repeat(43)}=`,
  };

  it('go by mail, by webhook, or nowhere', () => {
    for (const settings of [{}, mail, hook, { ...mail, ...hook }, { ...mail, NOTIFY: 'none' }]) {
      expect(problemsOf({ ...production, ...settings })).toBe('');
    }
    expect(loadEnv({}).NOTIFY).toBeUndefined();
    expect(loadEnv({ NOTIFY: 'customer, operator' }).NOTIFY).toEqual(['customer', 'operator']);
  });

  it.each([
    ['MAIL_FROM', { ...mail, MAIL_FROM: '' }],
    ['OPERATOR_EMAIL', { ...mail, OPERATOR_EMAIL: '' }],
    ['SMTP_URL', { MAIL_FROM: 'a@acme.example' }],
    ['SMTP_URL', { OPERATOR_EMAIL: 'a@acme.example' }],
    ['NOTIFICATION_WEBHOOK_SECRET', { ...hook, NOTIFICATION_WEBHOOK_SECRET: '' }],
    ['NOTIFICATION_WEBHOOK_URL', { ...hook, NOTIFICATION_WEBHOOK_URL: '' }],
  ])('miss %s', (name, settings) => {
    expect(problemsOf(settings)).toContain(`- ${name}: required with `);
  });

  it('need no address of the operator when nothing is mailed to them', () => {
    expect(problemsOf({ ...mail, OPERATOR_EMAIL: '', NOTIFY: 'customer' })).toBe('');
    expect(problemsOf({ ...mail, ...hook, OPERATOR_EMAIL: '' })).toBe('');
  });

  it.each([
    ['SMTP_URL', 'http://hunter2'],
    ['SMTP_URL', 'smtp://user:hunter2%zz@[x'],
    ['MAIL_FROM', 'hunter2'],
    ['MAIL_FROM', 'A <a@acme.example>, B <hunter2@acme.example>'],
    ['MAIL_FROM', 'A\r\nBcc: hunter2@acme.example'],
    ['OPERATOR_EMAIL', 'a@acme.example,hunter2@acme.example'],
    ['NOTIFICATION_WEBHOOK_URL', 'ftp://hunter2'],
    ['NOTIFICATION_WEBHOOK_SECRET', 'hunter2'],
    ['NOTIFICATION_WEBHOOK_SECRET', 'whsec_hunter2'],
    ['NOTIFY', 'hunter2'],
    ['NOTIFY', 'none,operator'],
  ])('refuse a %s of %j, and do not repeat it', (name, value) => {
    const message = problemsOf({ ...mail, ...hook, [name]: value });
    expect(message).toContain(`- ${name}: `);
    expect(message).not.toContain('hunter2');
  });

  it('do not send addresses in clear in production', () => {
    const http = { ...hook, NOTIFICATION_WEBHOOK_URL: 'http://hooks.example/x' };
    expect(problemsOf(http)).toBe('');
    expect(problemsOf({ ...production, ...http })).toContain('- NOTIFICATION_WEBHOOK_URL: ');
    const here = { ...hook, NOTIFICATION_WEBHOOK_URL: 'http://127.0.0.1:4000/x' };
    expect(problemsOf({ ...production, ...here })).toBe('');
  });
});
