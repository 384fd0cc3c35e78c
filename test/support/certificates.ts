import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** In PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** One value in DER: its tag, its length, its bytes. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}

const SEQUENCE = 0x30;
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(SEQUENCE, ...parts);
const TRUE = der(0x01, Buffer.from([0xff]));

/** Object identifiers, as they are written. */
const ECDSA_WITH_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const KEY_USAGE = Buffer.from('0603551d0f', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');
const SUBJECT_KEY_IDENTIFIER = Buffer.from('0603551d0e', 'hex');
const AUTHORITY_KEY_IDENTIFIER = Buffer.from('0603551d23', 'hex');

const name = (text: string): Buffer => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(text)))));
const time = (at: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(at).toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`));
const keyId = (publicKey: Uint8Array): Buffer => createHash('sha1').update(publicKey).digest();
const pem = (bytes: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE-----\n`;

const HOUR = 3_600_000;
/** What the server answers to: localhost and 127.0.0.1. */
const HOSTS = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));

interface Signer {
  readonly name: string;
  readonly key: KeyObject;
  readonly publicKey: Uint8Array;
}

function issue(subject: string, publicKey: Uint8Array, by: Signer, extensions: readonly Buffer[]): string {
  const now = Date.now();
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name(by.name),
    sequence(time(now - HOUR), time(now + HOUR)),
    name(subject),
    publicKey,
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', content, by.key);
  return pem(sequence(content, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature)));
}

function keyPair(): { key: KeyObject; publicKey: Buffer; text: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { key: privateKey, publicKey: publicKey.export({ type: 'spki', format: 'der' }), text };
}

/**
 * A certificate authority of the test's own, good for an hour, made here so that no test needs the openssl program.
 *
 * @returns its certificate, and one that it has signed for `localhost` and `127.0.0.1`.
 */
export function certificateAuthority(called: string): { readonly authority: string; readonly server: Certificate } {
  const { key, publicKey } = keyPair();
  const signer = { name: called, key, publicKey };
  const its = der(0x04, der(0x04, keyId(publicKey)));
  const authority = issue(called, publicKey, signer, [
    sequence(BASIC_CONSTRAINTS, TRUE, der(0x04, sequence(TRUE))),
    sequence(KEY_USAGE, TRUE, der(0x04, der(0x03, Buffer.from([2, 0x04])))), // keyCertSign
    sequence(SUBJECT_KEY_IDENTIFIER, its),
  ]);
  const server = keyPair();
  const certificate = issue('store', server.publicKey, signer, [
    sequence(SUBJECT_ALT_NAME, der(0x04, HOSTS)),
    sequence(AUTHORITY_KEY_IDENTIFIER, der(0x04, sequence(der(0x80, keyId(publicKey))))),
  ]);
  return { authority, server: { certificate, key: server.text } };
}
