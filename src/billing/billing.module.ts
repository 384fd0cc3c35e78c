import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CheckoutSession } from './checkout-session.entity.js';
import { CheckoutSessionProcessor } from './checkout-session.processor.js';
import { CheckoutSessionRepository } from './checkout-session.repository.js';
import { Coupon } from './coupon.entity.js';
import { CouponProcessor } from './coupon.processor.js';
import { CouponRepository } from './coupon.repository.js';
import { CreditNote } from './credit-note.entity.js';
import { CreditNoteProcessor } from './credit-note.processor.js';
import { CreditNoteRepository } from './credit-note.repository.js';
import { CreditNoteLine } from './credit-note-line.entity.js';
import { Discount } from './discount.entity.js';
import { DiscountProcessor } from './discount.processor.js';
import { DiscountRepository } from './discount.repository.js';
import { Invoice } from './invoice.entity.js';
import { InvoiceProcessor } from './invoice.processor.js';
import { InvoiceRepository } from './invoice.repository.js';
import { InvoiceLine } from './invoice-line.entity.js';
import { InvoicePayment } from './invoice-payment.entity.js';
import { InvoicePaymentProcessor } from './invoice-payment.processor.js';
import { InvoicePaymentRepository } from './invoice-payment.repository.js';
import { Plan } from './plan.entity.js';
import { PlanProcessor } from './plan.processor.js';
import { PlanRepository } from './plan.repository.js';
import { Price } from './price.entity.js';
import { PriceProcessor } from './price.processor.js';
import { PriceRepository } from './price.repository.js';
import { Product } from './product.entity.js';
import { ProductProcessor } from './product.processor.js';
import { ProductRepository } from './product.repository.js';
import { PromotionCode } from './promotion-code.entity.js';
import { PromotionCodeProcessor } from './promotion-code.processor.js';
import { PromotionCodeRepository } from './promotion-code.repository.js';
import { Subscription } from './subscription.entity.js';
import { SubscriptionProcessor } from './subscription.processor.js';
import { SubscriptionRepository } from './subscription.repository.js';
import { SubscriptionItem } from './subscription-item.entity.js';
import { SubscriptionSchedule } from './subscription-schedule.entity.js';
import { SubscriptionScheduleProcessor } from './subscription-schedule.processor.js';
import { SubscriptionScheduleRepository } from './subscription-schedule.repository.js';
import { SubscriptionSchedulePhase } from './subscription-schedule-phase.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      CheckoutSession,
      Coupon,
      CreditNote,
      CreditNoteLine,
      Discount,
      Invoice,
      InvoiceLine,
      InvoicePayment,
      Plan,
      Price,
      Product,
      PromotionCode,
      Subscription,
      SubscriptionItem,
      SubscriptionSchedule,
      SubscriptionSchedulePhase,
    ]),
  ],
  providers: [
    CheckoutSessionProcessor,
    ProductProcessor,
    PriceProcessor,
    PlanProcessor,
    CouponProcessor,
    PromotionCodeProcessor,
    DiscountProcessor,
    InvoicePaymentProcessor,
    InvoiceProcessor,
    CreditNoteProcessor,
    SubscriptionProcessor,
    SubscriptionScheduleProcessor,
    CheckoutSessionRepository,
    ProductRepository,
    PriceRepository,
    PlanRepository,
    CouponRepository,
    PromotionCodeRepository,
    DiscountRepository,
    InvoicePaymentRepository,
    InvoiceRepository,
    CreditNoteRepository,
    SubscriptionRepository,
    SubscriptionScheduleRepository,
  ],
  exports: [
    CheckoutSessionRepository,
    ProductRepository,
    PriceRepository,
    PlanRepository,
    CouponRepository,
    PromotionCodeRepository,
    DiscountRepository,
    InvoicePaymentRepository,
    InvoiceRepository,
    CreditNoteRepository,
    SubscriptionRepository,
    SubscriptionScheduleRepository,
  ],
})
export class BillingModule {}
