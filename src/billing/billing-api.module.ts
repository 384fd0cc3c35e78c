import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Env } from '../config/env.js';
import { BillingModule } from './billing.module.js';
import { CatalogNews } from './catalog/catalog-news.js';
import { LocalCatalogNews } from './catalog/local.catalog-news.js';
import { PlanCatalog } from './catalog/plan-catalog.js';
import { PlanCatalogRepository } from './catalog/plan-catalog.repository.js';
import { PlansController } from './catalog/plans.controller.js';
import { RedisCatalogNews } from './catalog/redis.catalog-news.js';
import { Buyers } from './checkout/buyers.js';
import { CheckoutController } from './checkout/checkout.controller.js';
import { CheckoutLanding } from './checkout/checkout-landing.js';
import { CheckoutService } from './checkout/checkout.service.js';
import { CheckoutStateRepository } from './checkout/checkout-state.repository.js';
import { OpenCheckout } from './checkout/open-checkout.entity.js';
import { OpenCheckoutRepository } from './checkout/open-checkout.repository.js';
import { OpenCheckouts } from './checkout/open-checkouts.js';
import { OwnInvoicesController } from './invoices/own-invoices.controller.js';
import { PortalController } from './portal/portal.controller.js';
import { PortalService } from './portal/portal.service.js';
import { OwnSubscriptionRepository } from './subscriptions/own-subscription.repository.js';
import { OwnSubscriptions } from './subscriptions/own-subscriptions.js';
import { SubscriptionChange } from './subscriptions/subscription-change.js';
import { SubscriptionController } from './subscriptions/subscription.controller.js';
import { SubscriptionEnding } from './subscriptions/subscription-ending.js';

const CONTROLLERS = [
  PlansController,
  CheckoutController,
  PortalController,
  SubscriptionController,
  OwnInvoicesController,
];

/** What tenants ask of billing. Workers have it too, without its routes: they tell the others of new prices. */
@Module({})
export class BillingApiModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: BillingApiModule,
      global: true, // what is for sale is asked for elsewhere too, and there is one catalogue
      imports: [BillingModule, TypeOrmModule.forFeature([OpenCheckout])],
      controllers: env.ROLE === 'worker' ? [] : CONTROLLERS,
      providers: [
        PlanCatalog,
        PlanCatalogRepository,
        Buyers,
        CheckoutLanding,
        CheckoutService,
        CheckoutStateRepository,
        OpenCheckoutRepository,
        OpenCheckouts,
        OwnSubscriptionRepository,
        OwnSubscriptions,
        PortalService,
        SubscriptionChange,
        SubscriptionEnding,
        { provide: CatalogNews, useClass: env.REDIS_URL ? RedisCatalogNews : LocalCatalogNews },
      ],
      exports: [PlanCatalog],
    };
  }
}
