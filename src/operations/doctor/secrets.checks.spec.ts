import { secretsFindings } from './secrets.checks.js';

const one = { endpoint: 'account', position: 1, fingerprint: 'aaaaaa' } as const;
const two = { endpoint: 'account', position: 2, fingerprint: 'bbbbbb' } as const;
const connect = { endpoint: 'connect', position: 1, fingerprint: 'cccccc' } as const;

const production = { isProduction: true, file: null };

const said = (...args: Parameters<typeof secretsFindings>) =>
  secretsFindings(...args).map(({ level, message }) => `${level} ${message}`);

it('none', () => {
  expect(said([], new Map(), production)).toEqual(['fail there is no signing secret']);
  expect(said([], new Map(), { ...production, isProduction: false })).toEqual([
    'ok there is no signing secret: development makes one up',
  ]);
});

it('the one that development has made', () => {
  const place = { isProduction: false, file: '.data/signing-secret' };
  expect(said([one], new Map([['aaaaaa', 42]]), place)).toEqual([
    "ok development's own, in .data/signing-secret",
    'ok STRIPE_WEBHOOK_SECRET 1: 42 s ago',
  ]);
});

it('says how long ago each matched, and which one of two does not any more', () => {
  expect(said([one, connect], new Map([['aaaaaa', 42]]), production)).toEqual([
    'ok 2 configured',
    'ok STRIPE_WEBHOOK_SECRET 1: 42 s ago',
    'warn STRIPE_CONNECT_WEBHOOK_SECRET 1 has not matched yet',
  ]);
  const rolled = new Map([
    ['aaaaaa', 12],
    ['bbbbbb', 2 * 86_400],
  ]);
  expect(said([one, two], rolled, production)).toEqual([
    'ok 2 configured',
    'ok STRIPE_WEBHOOK_SECRET 1: 12 s ago',
    'warn STRIPE_WEBHOOK_SECRET 2 last matched 2 d ago, another one does',
  ]);
});

it('while both match, none is the old one', () => {
  const both = new Map([
    ['aaaaaa', 12],
    ['bbbbbb', 3_600],
  ]);
  expect(said([one, two], both, production).filter((line) => line.startsWith('warn'))).toEqual([]);
});

it('of a database that cannot be asked nothing is said', () => {
  expect(said([one], undefined, production)).toEqual(['ok 1 configured']);
});
