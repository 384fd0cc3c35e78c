import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../config/env.js';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Answers as they are kept. The key is made of STRIPE_SECRET_KEY, which every process has and the database has not, so
 * that there is no further secret to look after; it need not outlive a day. Without one (development) it is by chance.
 */
@Injectable()
export class AnswerCipher {
  private readonly key: Buffer;

  constructor(@Inject(ENV) { STRIPE_SECRET_KEY: secret }: Env) {
    const material = secret ?? randomBytes(KEY_BYTES);
    this.key = Buffer.from(hkdfSync('sha256', material, '', 'countinghouse: kept answers', KEY_BYTES));
  }

  /** @param scope binds the answer to its row: put into another one it cannot be read. */
  encrypt(text: string, scope: Buffer): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, nonce).setAAD(scope);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Undefined when it was encrypted with another key: STRIPE_SECRET_KEY has been rolled since. */
  decrypt(bytes: Buffer, scope: Buffer): string | undefined {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv(ALGORITHM, this.key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(scope).setAuthTag(tag);
      const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
