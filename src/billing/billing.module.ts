import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CheckoutSession } from './checkout-session.entity.js';
import { CheckoutSessionProcessor } from './checkout-session.processor.js';
import { CheckoutSessionRepository } from './checkout-session.repository.js';
import { Invoice } from './invoice.entity.js';
import { InvoiceProcessor } from './invoice.processor.js';
import { InvoiceRepository } from './invoice.repository.js';
import { InvoiceLine } from './invoice-line.entity.js';
import { InvoicePayment } from './invoice-payment.entity.js';
import { InvoicePaymentProcessor } from './invoice-payment.processor.js';
import { InvoicePaymentRepository } from './invoice-payment.repository.js';
import { Price } from './price.entity.js';
import { PriceProcessor } from './price.processor.js';
import { PriceRepository } from './price.repository.js';
import { Product } from './product.entity.js';
import { ProductProcessor } from './product.processor.js';
import { ProductRepository } from './product.repository.js';
import { Subscription } from './subscription.entity.js';
import { SubscriptionProcessor } from './subscription.processor.js';
import { SubscriptionRepository } from './subscription.repository.js';
import { SubscriptionItem } from './subscription-item.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      CheckoutSession,
      Invoice,
      InvoiceLine,
      InvoicePayment,
      Price,
      Product,
      Subscription,
      SubscriptionItem,
    ]),
  ],
  providers: [
    CheckoutSessionProcessor,
    ProductProcessor,
    PriceProcessor,
    InvoicePaymentProcessor,
    InvoiceProcessor,
    SubscriptionProcessor,
    CheckoutSessionRepository,
    ProductRepository,
    PriceRepository,
    InvoicePaymentRepository,
    InvoiceRepository,
    SubscriptionRepository,
  ],
  exports: [
    CheckoutSessionRepository,
    ProductRepository,
    PriceRepository,
    InvoicePaymentRepository,
    InvoiceRepository,
    SubscriptionRepository,
  ],
})
export class BillingModule {}
