import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ConfigurationError } from '../config/configuration.error.js';
import type { Env } from '../config/env.js';
import { isTraced } from '../config/tracing-settings.js';
import { dataSourceOptions } from './data-source.js';
import { DatabaseIdentity } from './database-identity.js';
import { DerivedState } from './derived-state.js';
import { bindPayloadCipher, PayloadCipher } from './payload-cipher.js';
import { StripeBinding } from './stripe-binding.js';

@Module({})
export class DatabaseModule {
  /** @throws {ConfigurationError} without DATABASE_URL: in development main.ts fills it in. */
  static forRoot(env: Env): DynamicModule {
    if (!env.DATABASE_URL) throw new ConfigurationError('DATABASE_URL is not set.');
    const options = dataSourceOptions(env.DATABASE_URL, {
      poolSize: env.DATABASE_POOL_SIZE,
      behindPooler: env.MIGRATION_DATABASE_URL !== undefined,
      traced: isTraced(env),
    });
    return {
      module: DatabaseModule,
      global: true,
      imports: [TypeOrmModule.forRoot({ ...options, migrations: [], autoLoadEntities: true, retryAttempts: 5 })],
      providers: [
        DerivedState,
        StripeBinding,
        {
          provide: PayloadCipher,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) =>
            bindPayloadCipher(dataSource, new PayloadCipher(env.PAYLOAD_ENCRYPTION_KEYS)),
        },
        {
          provide: DatabaseIdentity,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => DatabaseIdentity.of(dataSource),
        },
      ],
      exports: [DatabaseIdentity, DerivedState, PayloadCipher, StripeBinding],
    };
  }
}
