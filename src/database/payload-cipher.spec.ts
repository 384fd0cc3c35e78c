import { createSecretKey, randomBytes } from 'node:crypto';
import { PayloadKeyMissingError, PayloadTamperedError } from '../common/payload.errors.js';
import { PayloadCipher } from './payload-cipher.js';

const keyOf = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) });
const [first, second] = [keyOf('first'), keyOf('second')];
const plain = Buffer.from('{"email":"jenny@example.com"}');

describe('PayloadCipher', () => {
  it('stores what came, and reads it, without keys', () => {
    const cipher = new PayloadCipher([]);
    const stored = cipher.seal('evt_1', plain);
    expect(stored).toEqual({ keyId: null, body: plain });
    expect(cipher.open('evt_1', stored)).toBe(plain);
  });

  it('writes with the first key and reads with all, and what was never encrypted', () => {
    const old = new PayloadCipher([second]).seal('evt_1', plain);
    const cipher = new PayloadCipher([first, second]);
    const sealed = cipher.seal('evt_1', plain);
    expect(sealed.keyId).toBe('first');
    expect(sealed.body.toString('latin1')).not.toContain('jenny');
    for (const stored of [sealed, old, { keyId: null, body: plain }]) {
      expect(cipher.open('evt_1', stored).equals(plain)).toBe(true);
    }
  });

  it('never writes the same bytes twice', () => {
    const cipher = new PayloadCipher([first]);
    expect(cipher.seal('evt_1', plain).body.equals(cipher.seal('evt_1', plain).body)).toBe(false);
  });

  it('reads no other event’s bytes, and none that were changed, cut or made up', () => {
    const cipher = new PayloadCipher([first, second]);
    const { body } = cipher.seal('evt_1', plain);
    expect(() => cipher.open('evt_2', { keyId: 'first', body })).toThrow(PayloadTamperedError);
    expect(() => cipher.open('evt_1', { keyId: 'second', body })).toThrow(PayloadTamperedError);
    for (let at = 0; at < body.length; at += 1) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => cipher.open('evt_1', { keyId: 'first', body: changed })).toThrow(PayloadTamperedError);
      expect(() => cipher.open('evt_1', { keyId: 'first', body: body.subarray(0, at) })).toThrow(PayloadTamperedError);
    }
  });

  it('names a key that is not there, and tells it from tampering', () => {
    const stored = new PayloadCipher([first]).seal('evt_1', plain);
    expect(() => new PayloadCipher([second]).open('evt_1', stored)).toThrow(PayloadKeyMissingError);
    expect(new PayloadCipher([]).tryOpen('evt_1', stored)).toMatchObject({
      code: 'payload_key_missing',
      message: expect.stringContaining("'first'"),
    });
  });
});
