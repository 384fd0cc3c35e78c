import { Global, Module } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { getOptionsToken, getStorageToken, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { ENV, type Env } from '../config/env.js';
import { AccessGuard } from './access.guard.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { ApiKeys } from './api-keys.js';
import { AuthGuard } from './auth.guard.js';
import { Authentication } from './authentication.js';
import { ConsoleSession } from './console-session.entity.js';
import { ConsoleSessionRepository } from './console-session.repository.js';
import { ConsoleSessions } from './console-sessions.js';
import { FailedAuthentications } from './failed-authentications.js';
import { JwtVerifier } from './jwt.verifier.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimitStorage } from './rate-limit.storage.js';
import { stripeRateLimit } from './stripe-rate-limit.js';

const MINUTE = 60_000;

/** Who calls, and how often. The guards stand before every route: app.module.ts has them in their order. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([ApiKey, ConsoleSession])],
  providers: [
    ApiKeyRepository,
    ApiKeys,
    ConsoleSessionRepository,
    ConsoleSessions,
    JwtVerifier,
    FailedAuthentications,
    RateLimitStorage,
    Authentication,
    AuthGuard,
    RateLimitGuard,
    AccessGuard,
    {
      provide: getOptionsToken(),
      inject: [ENV, Reflector],
      useFactory: (env: Env, reflector: Reflector): ThrottlerModuleOptions => [
        { ttl: MINUTE, limit: env.RATE_LIMIT_PER_MINUTE },
        stripeRateLimit(reflector, env.STRIPE_RATE_LIMIT_PER_MINUTE, MINUTE),
      ],
    },
    { provide: getStorageToken(), useExisting: RateLimitStorage },
  ],
  exports: [ApiKeyRepository, Authentication, ConsoleSessions, AuthGuard, RateLimitGuard, AccessGuard],
})
export class AuthModule {}
