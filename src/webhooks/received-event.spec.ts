import { isUnknownAccount } from '../stripe/account-of.js';
import { readEnvelope } from './received-event.js';

const base = { id: 'evt_1', object: 'event', type: 'invoice.paid', created: 5, data: { object: { id: 'in_1' } } };
const read = (event: unknown) => readEnvelope(Buffer.from(JSON.stringify(event)));

describe('readEnvelope', () => {
  it('reads a snapshot event and keeps its bytes', () => {
    const body = Buffer.from(JSON.stringify({ ...base, livemode: true, api_version: '2015-10-16' }));
    expect(readEnvelope(body)).toEqual({
      id: 'evt_1',
      type: 'invoice.paid',
      created: 5,
      apiVersion: '2015-10-16',
      account: '',
      livemode: true,
      objectKey: 'in_1',
      body,
      parsed: { ...base, livemode: true, api_version: '2015-10-16' },
    });
  });

  it('files a thin notification under the object that it names', () => {
    const thin = { id: 'evt_3', object: 'v2.core.event', type: 'v1.invoice.paid', created: '2026-01-01T00:00:00Z' };
    expect(read({ ...thin, related_object: { id: 'in_1', type: 'invoice' } })).toMatchObject({ objectKey: 'in_1' });
    expect(read({ ...thin, related_object: { id: 'x\0', type: 'invoice' } })).toMatchObject({ objectKey: null });
    expect(read({ ...thin, related_object: null })).toMatchObject({ objectKey: null });
  });

  it('reads a thin notification', () => {
    const thin = {
      id: 'evt_2',
      object: 'v2.core.event',
      type: 'v1.billing.meter.error',
      created: '1970-01-01T00:00:05.9Z',
    };
    expect(read({ ...thin, context: 'acct_1' })).toMatchObject({ created: 5, objectKey: null, account: 'acct_1' });
  });

  it.each([
    ['acct_1', 'acct_1'],
    ['org_1/acct_2', 'acct_2'],
    [null, ''],
    [undefined, ''],
    ['acct_own', ''],
    ['org_1/acct_own', ''],
    ['org_1', '?org_1'],
    ['acct_1/', '?acct_1/'],
    ['org_1/acct_1/', '?org_1/acct_1/'],
    ['acct_', '?acct_'],
    ['compartment_x', '?compartment_x'],
    ['org_1/acct bad', '?'],
    ['', '?'],
    [7, '?'],
    [{ id: 'acct_1' }, '?'],
  ])('takes a thin notification with the context %j', (context, account) => {
    const thin = { id: 'evt_2', object: 'v2.core.event', type: 'v1.invoice.paid', created: '2026-01-01T00:00:00Z' };
    const received = readEnvelope(Buffer.from(JSON.stringify({ ...thin, context })), 'acct_own');
    expect(received).toMatchObject({ account });
    expect(isUnknownAccount(received?.account ?? '')).toBe(account.startsWith('?'));
  });

  it.each([
    ['without an object', { data: { object: null } }, { objectKey: null }],
    ['of a version that says nothing', { api_version: null }, { apiVersion: null }],
    ['with an odd version', { api_version: 'x\0' }, { apiVersion: null }],
    ['of a connected account', { account: 'acct_9' }, { account: 'acct_9' }],
    ['of the own account by its id', { account: 'acct_own' }, { account: '' }],
    ['of an unknown type', { type: 'made.up_tomorrow' }, { type: 'made.up_tomorrow' }],
    ['whose request is a string', { request: 'req_1' }, { id: 'evt_1' }],
  ])('takes an event %s', (_, fields, expected) => {
    expect(readEnvelope(Buffer.from(JSON.stringify({ ...base, ...fields })), 'acct_own')).toMatchObject(expected);
  });

  it.each([
    [null],
    ['text'],
    [[]],
    [{}],
    [{ ...base, id: 'in_1' }],
    [{ ...base, id: 7 }],
    [{ ...base, id: 'evt_\0' }],
    [{ ...base, id: `evt_${'x'.repeat(251)}` }],
    [{ ...base, type: null }],
    [{ ...base, type: "x'; DROP TABLE" }],
    [{ ...base, created: '5' }],
    [{ ...base, created: 5.5 }],
    [{ ...base, created: -1 }],
    [{ ...base, created: 1e300 }],
    [{ ...base, data: null }],
    [{ ...base, data: {} }],
    [{ ...base, object: 'charge' }],
    [{ ...base, account: 'cus_1' }],
    [{ ...base, account: { id: 'acct_1' } }],
    [{ ...base, account: 'acct_1/' }],
    [{ id: 'evt_1', object: 'v2.core.event', type: 't', created: 'yesterday' }],
  ])('sees no event in %j', (event) => {
    expect(read(event)).toBeNull();
  });

  it('throws on what is not JSON', () => {
    expect(() => readEnvelope(Buffer.from('{'))).toThrow(SyntaxError);
  });
});
