import type { WebhookEndpoint } from '../endpoint/webhook-endpoint.js';
import { endpointFindings, type EndpointExpectation } from './endpoint.checks.js';

const handled = ['customer.created', 'invoice.paid'];
const endpoint: WebhookEndpoint = {
  id: 'we_1',
  url: 'https://pay.example/webhooks/stripe',
  isEnabled: true,
  apiVersion: '2026-10-28.endive',
  enabledEvents: handled,
  isConnect: false,
  livemode: true,
};
const expected: EndpointExpectation = {
  base: 'https://pay.example',
  handled,
  pinnedVersion: '2026-10-28.endive',
  secrets: { account: 1, connect: 0 },
  isRequired: true,
};

const complaints = (list: readonly WebhookEndpoint[], change: Partial<EndpointExpectation> = {}): string[] =>
  endpointFindings(list, { ...expected, ...change })
    .filter(({ level }) => level !== 'ok')
    .map(({ level, code }) => `${level} ${code}`);

it.each<[string, readonly WebhookEndpoint[], Partial<EndpointExpectation>, string[]]>([
  ['as it should be', [endpoint], {}, []],
  ['none', [], {}, ['fail endpoint.found']],
  ['none while developing', [], { isRequired: false }, ['warn endpoint.found']],
  [
    "another installation's only",
    [{ ...endpoint, url: 'https://old.example/webhooks/stripe' }],
    {},
    ['fail endpoint.found'],
  ],
  ['two that are enabled', [endpoint, { ...endpoint, id: 'we_2' }], {}, ['warn endpoint.found']],
  [
    'an old one that is disabled beside it',
    [endpoint, { ...endpoint, id: 'we_2', isEnabled: false }],
    {},
    ['fail endpoint.status'],
  ],
  ['disabled', [{ ...endpoint, isEnabled: false }], {}, ['fail endpoint.status']],
  ['of an older version', [{ ...endpoint, apiVersion: '2024-06-20' }], {}, ['warn endpoint.api_version']],
  ["of the account's version", [{ ...endpoint, apiVersion: null }], {}, ['warn endpoint.api_version']],
  ['that lacks a type', [{ ...endpoint, enabledEvents: ['invoice.paid'] }], {}, ['fail endpoint.not_sent']],
  [
    'with a type that nobody handles',
    [{ ...endpoint, enabledEvents: [...handled, 'topup.created'] }],
    {},
    ['warn endpoint.not_handled'],
  ],
  ['with all types', [{ ...endpoint, enabledEvents: ['*'] }], {}, ['warn endpoint.not_handled']],
  [
    'a connect secret, and no endpoint for it',
    [endpoint],
    { secrets: { account: 1, connect: 1 } },
    ['fail endpoint.found'],
  ],
  [
    'an endpoint for connected accounts, and no secret',
    [endpoint, { ...endpoint, id: 'we_2', isConnect: true }],
    {},
    ['fail secrets.present'],
  ],
  ['for connected accounts only', [{ ...endpoint, isConnect: true }], { secrets: { account: 0, connect: 1 } }, []],
  ['nobody says where it is reached', [endpoint], { base: undefined }, ['warn endpoint.found']],
  [
    'likewise, and one is broken',
    [{ ...endpoint, isEnabled: false }],
    { base: undefined },
    ['warn endpoint.found', 'warn endpoint.status'],
  ],
])('%s', (_, list, change, findings) => {
  expect(complaints(list, change)).toEqual(findings);
});

it('names what is not sent, and the command that mends it', () => {
  const many = Array.from({ length: 12 }, (_, n) => `thing${n}.created`);
  const [finding] = endpointFindings([endpoint], { ...expected, handled: [...handled, ...many] }).filter(
    ({ code }) => code === 'endpoint.not_sent',
  );
  expect(finding).toEqual({
    code: 'endpoint.not_sent',
    level: 'fail',
    message: `we_1 does not send what is handled: ${many.slice(0, 8).join(', ')} and 4 more`,
    fix: 'npx countinghouse endpoint update we_1',
  });
});
