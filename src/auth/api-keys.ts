import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../common/describe-error.js';
import { hashOf } from './api-key.js';
import { ApiKeyRepository, type ValidKey } from './api-key.repository.js';
import { isScope, type Caller } from './caller.js';
import { SharedLookups } from './shared-lookups.js';

/** Keys of backends and operators. */
@Injectable()
export class ApiKeys {
  private readonly lookups: SharedLookups<ValidKey>;

  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(ApiKeys.name);
    this.lookups = new SharedLookups((hashes) => keys.valid(hashes));
  }

  /** The caller whose key it is; null when there is none, or not any more. */
  async callerOf(key: string): Promise<Caller | null> {
    const found = await this.lookups.of(hashOf(key));
    if (!found) return null;
    if (found.isStale) void this.noteUse(found.id);
    const { id, name, account, tenantId, staysInAccount } = found;
    const bounds = { tenantId, account, ...(staysInAccount ? { staysInAccount } : {}) };
    return { kind: 'key', id, name, ...bounds, scopes: new Set(found.scopes.filter(isScope)) };
  }

  private async noteUse(id: string): Promise<void> {
    try {
      await this.keys.noteUse(id);
    } catch (error) {
      this.logger.warn({ key: id, reason: describeError(error) }, 'the use of a key could not be noted');
    }
  }
}
