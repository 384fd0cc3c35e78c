import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CheckoutSession } from './checkout/checkout-session.entity.js';
import { CheckoutSessionProcessor } from './checkout/checkout-session.processor.js';
import { CheckoutSessionRepository } from './checkout/checkout-session.repository.js';
import { ActiveEntitlement } from './entitlements/active-entitlement.entity.js';
import { ActiveEntitlementSummary } from './entitlements/active-entitlement-summary.entity.js';
import { ActiveEntitlementSummaryProcessor } from './entitlements/active-entitlement-summary.processor.js';
import { ActiveEntitlementSummaryRepository } from './entitlements/active-entitlement-summary.repository.js';
import { Coupon } from './discounts/coupon.entity.js';
import { CouponProcessor } from './discounts/coupon.processor.js';
import { CouponRepository } from './discounts/coupon.repository.js';
import { CreditNote } from './invoices/credit-note.entity.js';
import { CreditNoteProcessor } from './invoices/credit-note.processor.js';
import { CreditNoteRepository } from './invoices/credit-note.repository.js';
import { CreditNoteLine } from './invoices/credit-note-line.entity.js';
import { Discount } from './discounts/discount.entity.js';
import { DiscountProcessor } from './discounts/discount.processor.js';
import { DiscountRepository } from './discounts/discount.repository.js';
import { Invoice } from './invoices/invoice.entity.js';
import { InvoiceProcessor } from './invoices/invoice.processor.js';
import { InvoiceRepository } from './invoices/invoice.repository.js';
import { InvoiceLine } from './invoices/invoice-line.entity.js';
import { InvoicePayment } from './invoices/invoice-payment.entity.js';
import { InvoicePaymentProcessor } from './invoices/invoice-payment.processor.js';
import { InvoicePaymentRepository } from './invoices/invoice-payment.repository.js';
import { Plan } from './catalog/plan.entity.js';
import { PlanProcessor } from './catalog/plan.processor.js';
import { PlanRepository } from './catalog/plan.repository.js';
import { Price } from './catalog/price.entity.js';
import { PriceProcessor } from './catalog/price.processor.js';
import { PriceRepository } from './catalog/price.repository.js';
import { Product } from './catalog/product.entity.js';
import { ProductProcessor } from './catalog/product.processor.js';
import { ProductRepository } from './catalog/product.repository.js';
import { PromotionCode } from './discounts/promotion-code.entity.js';
import { PromotionCodeProcessor } from './discounts/promotion-code.processor.js';
import { PromotionCodeRepository } from './discounts/promotion-code.repository.js';
import { Subscription } from './subscriptions/subscription.entity.js';
import { SubscriptionProcessor } from './subscriptions/subscription.processor.js';
import { SubscriptionRepository } from './subscriptions/subscription.repository.js';
import { SubscriptionItem } from './subscriptions/subscription-item.entity.js';
import { SubscriptionSchedule } from './subscriptions/subscription-schedule.entity.js';
import { SubscriptionScheduleProcessor } from './subscriptions/subscription-schedule.processor.js';
import { SubscriptionScheduleRepository } from './subscriptions/subscription-schedule.repository.js';
import { SubscriptionSchedulePhase } from './subscriptions/subscription-schedule-phase.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ActiveEntitlement,
      ActiveEntitlementSummary,
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
    ActiveEntitlementSummaryProcessor,
    ActiveEntitlementSummaryRepository,
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
})
export class BillingModule {}
