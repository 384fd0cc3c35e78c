import { refusalsFinding } from './refusals.check.js';

const of = (diagnosis: string, refused: number, unbroken: number) => ({ diagnosis, refused, unbroken });

it.each([
  ['nobody', [], 'ok', 'none in the last ten minutes', null],
  ['scanners', [of('no_signature_header', 900, 900)], 'ok', 'none in the last ten minutes', null],
  [
    'all of them, by another endpoint’s secret',
    [of('wrong_secret', 12, 12), of('no_signature_header', 1, 0)],
    'fail',
    '12 in the last ten minutes, most of them wrong_secret; none was accepted since',
    'STRIPE_WEBHOOK_SECRET',
  ],
  ['by a clock', [of('timestamp_too_old', 3, 3), of('wrong_secret', 9, 0)], 'fail', 'timestamp_too_old', 'the clock'],
  ['one in a quiet hour', [of('wrong_secret', 1, 1)], 'warn', 'most of them wrong_secret', 'STRIPE_WEBHOOK_SECRET'],
  ['some among others', [of('wrong_secret', 40, 0)], 'warn', 'others are accepted', 'somebody forges'],
  ['for what has no fix of its own', [of('not_json', 5, 5)], 'fail', 'not_json', 'docs/runbook.md'],
])('refused: %s', (_, found, level, text, fix) => {
  expect(refusalsFinding(found)).toMatchObject({
    code: 'webhooks.refused',
    level,
    message: expect.stringContaining(text) as string,
    fix: fix === null ? null : (expect.stringContaining(fix) as string),
  });
});
