import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { BillingModule } from './billing/billing.module.js';
import { ErrorFilter } from './common/error.filter.js';
import { LoggingModule } from './common/logging.module.js';
import { MetricsRegistryModule } from './common/metrics-registry.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Env } from './config/env.js';
import { ConnectModule } from './connect/connect.module.js';
import { CustomersModule } from './customers/customers.module.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { StripeModule } from './stripe/stripe.module.js';
import { TenantsModule } from './tenants/tenants.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

@Module({})
export class AppModule {
  /** @param extensions the adopter's modules. */
  static forRoot(env: Env, extensions: NonNullable<ModuleMetadata['imports']>): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(env),
        LoggingModule.forRoot(env),
        MetricsRegistryModule,
        DatabaseModule.forRoot(env),
        ScheduleModule.forRoot(),
        StripeModule,
        OutboxModule,
        WebhooksModule.forRoot(env),
        CustomersModule,
        BillingModule,
        PaymentsModule,
        ConnectModule,
        TenantsModule.forRoot(env),
        NotificationsModule,
        OperationsModule,
        HealthModule,
        ...extensions,
      ],
      providers: [{ provide: APP_FILTER, useClass: ErrorFilter }],
    };
  }
}
