import { createHash, randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 256 bits take 43 digits of base 62. */
const LENGTH = 43;
const FORM = /^chk_[0-9A-Za-z]{43}$/;

/** 256 random bits; the prefix is what scanners of leaked secrets look for. */
export function newApiKey(): string {
  let rest = BigInt(`0x${randomBytes(32).toString('hex')}`);
  let digits = '';
  while (digits.length < LENGTH) {
    digits = (DIGITS[Number(rest % 62n)] ?? '') + digits;
    rest /= 62n;
  }
  return `chk_${digits}`;
}

/** A name for rows and logs, from which nobody learns the key. */
export const newKeyId = (): string => `key_${randomBytes(9).toString('hex')}`;

export const isApiKey = (token: string): boolean => FORM.test(token);

/**
 * What is kept of a key. One round of SHA-256 is enough: 256 random bits cannot be guessed, and slow hashes are for what
 * people make up. It also makes the lookup safe to time: who does not know the key cannot steer its hash.
 */
export const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();
