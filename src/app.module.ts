import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { AuditModule } from './audit/audit.module.js';
import { AccessGuard } from './auth/access.guard.js';
import { AuthGuard } from './auth/auth.guard.js';
import { AuthModule } from './auth/auth.module.js';
import { RateLimitGuard } from './auth/rate-limit.guard.js';
import { BillingApiModule } from './billing/billing-api.module.js';
import { BillingModule } from './billing/billing.module.js';
import { ErrorFilter } from './common/error.filter.js';
import { RequestValidationPipe } from './common/request-validation.pipe.js';
import { JsonBodyGuard } from './common/json-body.guard.js';
import { RequestsModule } from './common/requests.module.js';
import { LoggingModule } from './common/logging.module.js';
import { MetricsRegistryModule } from './common/metrics-registry.module.js';
import { ComplianceModule } from './compliance/compliance.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Env } from './config/env.js';
import { ConsoleModule } from './console/console.module.js';
import { ConnectApiModule } from './connect/connect-api.module.js';
import { ConnectModule } from './connect/connect.module.js';
import { CustomersModule } from './customers/customers.module.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { AlertsModule } from './operations/alerts/alerts.module.js';
import { AuditViewModule } from './operations/audit-view/audit-view.module.js';
import { KeysModule } from './operations/keys/keys.module.js';
import { ErasureModule } from './operations/erasure/erasure.module.js';
import { RetentionModule } from './operations/retention/retention.module.js';
import { CustomerViewModule } from './operations/customer-view/customer-view.module.js';
import { EventsModule } from './operations/events/events.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OverviewModule } from './operations/overview/overview.module.js';
import { RefundRequestsModule } from './operations/refund-requests/refund-requests.module.js';
import { RunsModule } from './operations/runs/runs.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { PaymentsApiModule } from './payments/payments-api.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { ReportingModule } from './reporting/reporting.module.js';
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
        RequestsModule,
        AuthModule,
        AuditModule,
        IdempotencyModule,
        OutboxModule,
        ComplianceModule.forRoot(env),
        WebhooksModule.forRoot(env),
        CustomersModule.forRoot(env),
        BillingModule,
        BillingApiModule.forRoot(env),
        PaymentsModule,
        PaymentsApiModule.forRoot(env),
        ConnectModule,
        ConnectApiModule.forRoot(env),
        TenantsModule.forRoot(env),
        NotificationsModule,
        ReportingModule.forRoot(env),
        OperationsModule,
        EventsModule.forRoot(env),
        CustomerViewModule.forRoot(env),
        RefundRequestsModule.forRoot(env),
        AlertsModule.forRoot(env),
        OverviewModule.forRoot(env),
        RunsModule.forRoot(env),
        KeysModule.forRoot(env),
        AuditViewModule.forRoot(env),
        RetentionModule,
        ErasureModule.forRoot(env),
        ConsoleModule.forRoot(env),
        HealthModule,
        ...extensions,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ErrorFilter },
        // In this order: who calls, how often, whether they may, and only then what.
        { provide: APP_GUARD, useExisting: AuthGuard },
        { provide: APP_GUARD, useExisting: RateLimitGuard },
        { provide: APP_GUARD, useExisting: AccessGuard },
        { provide: APP_GUARD, useClass: JsonBodyGuard },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
      ],
    };
  }
}
