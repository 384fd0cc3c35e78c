import { Inject, Injectable } from '@nestjs/common';
import {
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import { describeError } from '../common/describe-error.js';
import { ENV, type Env } from '../config/env.js';
import { IdentityProviderUnavailableError } from './caller.errors.js';
import type { Caller } from './caller.js';
import { callerIn, type ClaimNames } from './claims.js';

/** Milliseconds for the provider's keys to arrive. */
const TIMEOUT = 3_000;
/** Milliseconds: an unknown key id makes us read the keys again, but not more often than this, whoever makes up ids. */
const COOLDOWN = 5_000;
/** Milliseconds after which a key that the provider has withdrawn counts no more. */
const CACHE_AGE = 600_000;
/** Seconds that clocks may be apart. */
const TOLERANCE = 10;
/** Seconds, the end of the year 9999: a token may say that it is good for longer than a date can tell. */
const LATEST = 253_402_300_799;

const { JWKSMultipleMatchingKeys, JWKSNoMatchingKey, JWSSignatureVerificationFailed } = errors;

interface Provider {
  readonly key: JWTVerifyGetKey;
  readonly options: JWTVerifyOptions;
}

/** Who a token is of, and until when. */
interface ProvedUser {
  readonly caller: Caller;
  readonly expiresAt: Date;
}

/** Proves the tokens of the identity provider. */
@Injectable()
export class JwtVerifier {
  private readonly provider: Provider | null;
  private readonly names: ClaimNames;

  constructor(@Inject(ENV) env: Env) {
    this.provider = providerOf(env);
    this.names = { user: env.JWT_USER_CLAIM, tenant: env.JWT_TENANT_CLAIM, scopes: env.JWT_SCOPES_CLAIM };
  }

  /**
   * @returns the reason when the token is not valid.
   * @throws {IdentityProviderUnavailableError} when nobody can tell.
   */
  async proof(token: string): Promise<ProvedUser | string> {
    if (!this.provider) return 'neither JWT_JWKS_URL nor JWT_SECRET is set';
    try {
      const claims = await claimsOf(token, this.provider);
      const caller = callerIn(claims, this.names);
      if (!caller) return `the token has no ${this.names.user}`;
      // `exp` is a required claim: without one the token was refused already.
      return { caller, expiresAt: new Date(Math.min(claims.exp ?? 0, LATEST) * 1_000) };
    } catch (error) {
      if (error instanceof IdentityProviderUnavailableError) throw error;
      return describeError(error);
    }
  }
}

/** A token that does not name its key is tried with each that could be it. */
async function claimsOf(token: string, { key, options }: Provider): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, key, options)).payload;
  } catch (error) {
    if (!(error instanceof JWKSMultipleMatchingKeys)) throw error;
    for await (const candidate of error) {
      const claims = await jwtVerify(token, candidate, options).catch(unlessForged);
      if (claims) return claims.payload;
    }
    throw error;
  }
}

function unlessForged(error: unknown): null {
  if (error instanceof JWSSignatureVerificationFailed) return null;
  throw error;
}

function providerOf(env: Env): Provider | null {
  const { JWT_JWKS_URL: url, JWT_SECRET: secret, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = env;
  const key = url !== undefined ? publishedKey(new URL(url)) : secret !== undefined ? sharedKey(secret) : null;
  if (!key || issuer === undefined || audience === undefined) return null;
  const algorithms = env.JWT_ALGORITHMS ?? (url === undefined ? ['HS256'] : ['RS256', 'ES256']);
  return { key, options: { issuer, audience, algorithms, clockTolerance: TOLERANCE, requiredClaims: ['exp'] } };
}

function sharedKey(secret: string): JWTVerifyGetKey {
  const bytes = new TextEncoder().encode(secret);
  return () => Promise.resolve(bytes);
}

/** That a token's key is not there is the token's fault; everything else is the provider's. */
function publishedKey(url: URL): JWTVerifyGetKey {
  const published = createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT,
    cooldownDuration: COOLDOWN,
    cacheMaxAge: CACHE_AGE,
  });
  return async (header, token) => {
    try {
      return await published(header, token);
    } catch (error) {
      if (error instanceof JWKSNoMatchingKey || error instanceof JWKSMultipleMatchingKeys) throw error;
      throw new IdentityProviderUnavailableError(describeError(error), { cause: error });
    }
  };
}
