import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../common/describe-error.js';
import { hashOf } from './api-key.js';
import { ApiKeyRepository, type ValidKey } from './api-key.repository.js';
import { isScope, type Caller } from './caller.js';

/** Keys in one statement. */
const MOST = 500;

type Answer = (key: ValidKey | undefined) => void;

interface Waiting {
  readonly hash: Buffer;
  readonly settle: { resolve: Answer; reject: (error: unknown) => void }[];
}

/**
 * Keys of backends and operators. None is remembered, so a revocation counts from the next request on. Instead, keys that
 * come while a lookup is under way share the next one: a flood of made-up keys holds one connection, not the pool.
 */
@Injectable()
export class ApiKeys {
  private waiting = new Map<string, Waiting>();
  private underWay = false;

  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(ApiKeys.name);
  }

  /** The caller whose key it is; null when there is none, or not any more. */
  async callerOf(key: string): Promise<Caller | null> {
    const hash = hashOf(key);
    const found = await new Promise<ValidKey | undefined>((resolve, reject) => {
      const name = hash.toString('hex');
      const same = this.waiting.get(name);
      if (same) same.settle.push({ resolve, reject });
      else this.waiting.set(name, { hash, settle: [{ resolve, reject }] });
      void this.lookUp();
    });
    if (!found) return null;
    if (found.isStale) void this.noteUse(found.id);
    const { id, name, account, tenantId } = found;
    return { kind: 'key', id, name, tenantId, account, scopes: new Set(found.scopes.filter(isScope)) };
  }

  private async lookUp(): Promise<void> {
    if (this.underWay) return;
    this.underWay = true;
    while (this.waiting.size > 0) {
      const group = [...this.waiting].slice(0, MOST);
      for (const [name] of group) this.waiting.delete(name);
      await this.answer(group);
    }
    this.underWay = false;
  }

  private async answer(group: readonly (readonly [string, Waiting])[]): Promise<void> {
    try {
      const found = await this.keys.valid(group.map(([, { hash }]) => hash));
      const byHash = new Map(found.map((key) => [key.hash, key]));
      for (const [name, { settle }] of group) for (const { resolve } of settle) resolve(byHash.get(name));
    } catch (error) {
      for (const [, { settle }] of group) for (const { reject } of settle) reject(error);
    }
  }

  private async noteUse(id: string): Promise<void> {
    try {
      await this.keys.noteUse(id);
    } catch (error) {
      this.logger.warn({ key: id, reason: describeError(error) }, 'the use of a key could not be noted');
    }
  }
}
