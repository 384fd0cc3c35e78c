import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import type { Tallies } from './counted.js';
import type { SecretMatch } from './process-minutes.repository.js';

/** A signing secret that is configured, without itself. */
export interface ConfiguredSecret {
  readonly endpoint: 'account' | 'connect';
  /** In its list, from 1. */
  readonly position: number;
  readonly fingerprint: string;
}

/**
 * 24 bits of a digest tell at most 32 secrets apart, also after one has got another place in its list, and leave 256 of
 * each 2^32 guesses standing: they confirm no guess.
 */
const fingerprintOf = (secret: string): string =>
  createHash('sha256').update(`countinghouse: signing secret ${secret}`).digest('hex').slice(0, 6);

const listed = (endpoint: 'account' | 'connect', secrets: readonly string[]): ConfiguredSecret[] =>
  secrets.map((secret, i) => ({ endpoint, position: i + 1, fingerprint: fingerprintOf(secret) }));

/** The signing secrets of this process. */
@Injectable()
export class SigningSecrets {
  readonly configured: readonly ConfiguredSecret[];
  /** Matches that were told of, by the names of {@link ProcessCounts}. */
  private told: Tallies | undefined;

  constructor(@Inject(ENV) { STRIPE_WEBHOOK_SECRET: account, STRIPE_CONNECT_WEBHOOK_SECRET: connect }: Env) {
    this.configured = [...listed('account', account), ...listed('connect', connect)];
  }

  /**
   * Those that have matched since they were last told of; all of them the first time.
   *
   * @param matches how often each has matched. @param unmatchedFor milliseconds since. @param now milliseconds since 1970.
   */
  news(matches: Tallies, unmatchedFor: Tallies, now: number): SecretMatch[] {
    const { told } = this;
    return this.configured.flatMap(({ endpoint, position, fingerprint }): SecretMatch[] => {
      const name = `${endpoint} ${position}`;
      const hasMatched = (matches[name] ?? 0) > (told?.[name] ?? 0);
      if (!hasMatched) return told ? [] : [{ fingerprint, matchedAt: null }];
      return [{ fingerprint, matchedAt: new Date(now - (unmatchedFor[name] ?? 0)) }];
    });
  }

  /** @param matches as they were when the news went out. */
  wereTold(matches: Tallies): void {
    this.told = matches;
  }
}
