import { createHmac } from 'node:crypto';
import { checkSignature } from './webhook-signature.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const T = NOW.getTime() / 1000;
const body = Buffer.from('{\n  "id": "evt_1"\n}');
const mac = (secret: string, t: number | string = T, over: Buffer = body): string =>
  createHmac('sha256', secret).update(`${t}.`).update(over).digest('hex');
const check = (header: string, secrets = ['whsec_a', 'whsec_b'], over = body) =>
  checkSignature(over, header, secrets, 300, NOW);

describe('checkSignature', () => {
  it('tells which secret signed the bytes', () => {
    expect(check(`t=${T},v1=${mac('whsec_a')}`)).toEqual({ secret: 0 });
    expect(check(`t=${T},v1=${mac('whsec_b')}`)).toEqual({ secret: 1 });
  });

  it('takes one of several v1 signatures, and looks at no other scheme', () => {
    expect(check(`t=${T},v1=${mac('whsec_old')},v1=${mac('whsec_a')},v0=feed`)).toEqual({ secret: 0 });
    expect(check(`t=${T},v0=${mac('whsec_a')},v1=${mac('whsec_other')}`)).toEqual({ diagnosis: 'wrong_secret' });
  });

  it.each([
    [300, { secret: 0 }],
    [301, { diagnosis: 'timestamp_too_old' }],
    [-300, { secret: 0 }],
    [-301, { diagnosis: 'timestamp_in_future' }],
  ])('bounds an age of %d seconds on both sides', (age, expected) => {
    expect(check(`t=${T - age},v1=${mac('whsec_a', T - age)}`)).toEqual(expected);
  });

  it.each(['', 'v1=aa', `t=${T}`, `t=NaN,v1=${mac('whsec_a', 'NaN')}`, `t=-1,v1=aa`, `t=${T}x,v1=${mac('whsec_a')}`])(
    'refuses the header %j as malformed',
    (header) => expect(check(header)).toEqual({ diagnosis: 'malformed_signature_header' }),
  );

  it('refuses two timestamps: the SDK would take the last', () => {
    const header = `t=${T},t=${T - 9},v1=${mac('whsec_a', T - 9)}`;
    expect(check(header)).toEqual({ diagnosis: 'malformed_signature_header' });
  });

  it('survives an empty signature, on which the SDK throws another error than its own', () => {
    expect(check(`t=${T},v1=`)).toEqual({ diagnosis: 'wrong_secret' });
  });

  it('tells a changed body, a parsed one and a missing secret apart', () => {
    const changed = Buffer.from('{\n  "id": "evt_2"\n}');
    expect(check(`t=${T},v1=${mac('whsec_a')}`, undefined, changed)).toEqual({ diagnosis: 'wrong_secret' });
    const parsed = Buffer.from('{"id":"evt_1","object":"event"}');
    expect(check(`t=${T},v1=${mac('whsec_a')}`, undefined, parsed)).toEqual({ diagnosis: 'parsed_body' });
    expect(check(`t=${T},v1=${mac('whsec_a')}`, [])).toEqual({ diagnosis: 'no_secret_configured' });
  });
});
