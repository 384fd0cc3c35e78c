import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../config/env.js';
import { addressOf } from './address.js';
import { TooManyRequestsError } from './caller.errors.js';
import { RateLimitStorage } from './rate-limit.storage.js';

/** Of RATE_LIMIT_PER_MINUTE: so many requests of one address within a minute may come without a valid token. */
const SHARE = 0.1;
const MINUTE = 60_000;

/**
 * Refuses to tell an address any more which tokens are not valid. A valid one is let in all the same: several people share
 * an address, and one of them must not be able to lock out the others.
 */
@Injectable()
export class FailedAuthentications {
  private readonly most: number;

  constructor(
    @Inject(ENV) { RATE_LIMIT_PER_MINUTE: limit }: Env,
    private readonly storage: RateLimitStorage,
  ) {
    this.most = Math.ceil(limit * SHARE);
  }

  /** @throws {TooManyRequestsError} */
  async count(ip: string | undefined): Promise<void> {
    const key = `failed:${addressOf(ip)}`;
    const { isBlocked, timeToBlockExpire } = await this.storage.increment(
      key,
      MINUTE,
      this.most,
      MINUTE,
      'authentication',
    );
    if (isBlocked) throw new TooManyRequestsError(timeToBlockExpire);
  }
}
