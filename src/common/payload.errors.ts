import { CountinghouseError } from './errors.js';

/** What an event said is there, and cannot be read until somebody has done something about it. */
export abstract class PayloadUnreadableError extends CountinghouseError {
  readonly status = 500;
}

/** It is encrypted with a key that this process does not have: another may, or this one after its next restart. */
export class PayloadKeyMissingError extends PayloadUnreadableError {
  readonly code = 'payload_key_missing';
  constructor(keyId: string) {
    super(`The payload is encrypted with the key '${keyId}', which PAYLOAD_ENCRYPTION_KEYS does not list.`);
  }
}

/** The key is there and does not fit: the bytes were changed, or belong to another event. */
export class PayloadTamperedError extends PayloadUnreadableError {
  readonly code = 'payload_tampered';
  constructor() {
    super('The payload is not what was encrypted for this event.');
  }
}

/** What an event said was removed, and its object cannot be read from Stripe instead. */
export class PayloadGoneError extends CountinghouseError {
  readonly code = 'payload_gone';
  readonly status = 409;
  constructor(why: string) {
    super(`The payload was removed by retention or an erasure, and ${why}.`);
  }
}
