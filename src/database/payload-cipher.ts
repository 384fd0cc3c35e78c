import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { PayloadKeyMissingError, PayloadTamperedError, PayloadUnreadableError } from '../common/payload.errors.js';
import type { PayloadKey } from '../config/privacy-settings.js';

const ALGORITHM = 'aes-256-gcm';
/** By chance: with one key they stay apart for four thousand million events (NIST SP 800-38D, 8.3). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A payload as its row has it. */
export interface StoredPayload {
  /** Null: the bytes are what Stripe sent. */
  readonly keyId: string | null;
  readonly body: Buffer;
}

/**
 * The only place where payloads are encrypted and read. The event's id is authenticated with the bytes, so that those of
 * another event, put into its row, are as unreadable as any others. An encrypted payload is the nonce, the tag, and the
 * ciphertext.
 */
export class PayloadCipher {
  private readonly keys: ReadonlyMap<string, PayloadKey>;

  /** @param list the first one writes; without one payloads are stored as they came. */
  constructor(private readonly list: readonly PayloadKey[]) {
    this.keys = new Map(list.map((key) => [key.id, key]));
  }

  /** Of the key that writes; null: none does. */
  get writingKeyId(): string | null {
    return this.list[0]?.id ?? null;
  }

  /** @param eventId Stripe's. */
  seal(eventId: string, plain: Buffer): StoredPayload {
    const [key] = this.list;
    if (!key) return { keyId: null, body: plain };
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key.key, nonce).setAAD(boundTo(eventId));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { keyId: key.id, body: Buffer.concat([nonce, cipher.getAuthTag(), sealed]) };
  }

  /** @throws {PayloadKeyMissingError} @throws {PayloadTamperedError} */
  open(eventId: string, { keyId, body }: StoredPayload): Buffer {
    if (keyId === null) return body;
    const key = this.keys.get(keyId);
    if (!key) throw new PayloadKeyMissingError(keyId);
    try {
      const decipher = createDecipheriv(ALGORITHM, key.key, body.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(boundTo(eventId)).setAuthTag(body.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const plain = decipher.update(body.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]);
    } catch {
      throw new PayloadTamperedError();
    }
  }

  /** The bytes, or why they cannot be read: one event of many must not fail the others. */
  tryOpen(eventId: string, stored: StoredPayload): Buffer | PayloadUnreadableError {
    try {
      return this.open(eventId, stored);
    } catch (error) {
      if (error instanceof PayloadUnreadableError) return error;
      throw error;
    }
  }
}

const boundTo = (eventId: string): Buffer => Buffer.from(`countinghouse payload of ${eventId}`);

const ciphers = new WeakMap<DataSource, PayloadCipher>();
/** Reads what was never encrypted. */
export const UNENCRYPTED = new PayloadCipher([]);

/** Has whatever reads payloads through this data source read them with these keys. */
export function bindPayloadCipher(dataSource: DataSource, cipher: PayloadCipher): PayloadCipher {
  ciphers.set(dataSource, cipher);
  return cipher;
}

export const payloadCipherOf = (dataSource: DataSource): PayloadCipher => ciphers.get(dataSource) ?? UNENCRYPTED;
