import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BalanceTransaction } from './balance-transaction.entity.js';
import { BalanceTransactionReader } from './balance-transaction.reader.js';
import { BalanceTransactionRepository } from './balance-transaction.repository.js';
import { Charge } from './charge.entity.js';
import { ChargeProcessor } from './charge.processor.js';
import { ChargeRepository } from './charge.repository.js';
import { Dispute } from './dispute.entity.js';
import { DisputeProcessor } from './dispute.processor.js';
import { DisputeRepository } from './dispute.repository.js';
import { EarlyFraudWarning } from './early-fraud-warning.entity.js';
import { EarlyFraudWarningProcessor } from './early-fraud-warning.processor.js';
import { EarlyFraudWarningRepository } from './early-fraud-warning.repository.js';
import { PaymentIntent } from './payment-intent.entity.js';
import { PaymentIntentProcessor } from './payment-intent.processor.js';
import { PaymentIntentRepository } from './payment-intent.repository.js';
import { PaymentMethod } from './payment-method.entity.js';
import { PaymentMethodProcessor } from './payment-method.processor.js';
import { PaymentMethodRepository } from './payment-method.repository.js';
import { Payout } from './payout.entity.js';
import { PayoutProcessor } from './payout.processor.js';
import { PayoutRepository } from './payout.repository.js';
import { Refund } from './refund.entity.js';
import { RefundProcessor } from './refund.processor.js';
import { RefundRepository } from './refund.repository.js';
import { Review } from './review.entity.js';
import { ReviewProcessor } from './review.processor.js';
import { ReviewRepository } from './review.repository.js';
import { SetupIntent } from './setup-intent.entity.js';
import { SetupIntentProcessor } from './setup-intent.processor.js';
import { SetupIntentRepository } from './setup-intent.repository.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      BalanceTransaction,
      Charge,
      Dispute,
      EarlyFraudWarning,
      PaymentIntent,
      PaymentMethod,
      Payout,
      Refund,
      Review,
      SetupIntent,
    ]),
  ],
  providers: [
    BalanceTransactionReader,
    ChargeProcessor,
    DisputeProcessor,
    EarlyFraudWarningProcessor,
    PaymentIntentProcessor,
    PaymentMethodProcessor,
    PayoutProcessor,
    RefundProcessor,
    ReviewProcessor,
    SetupIntentProcessor,
    BalanceTransactionRepository,
    ChargeRepository,
    DisputeRepository,
    EarlyFraudWarningRepository,
    PaymentIntentRepository,
    PaymentMethodRepository,
    PayoutRepository,
    RefundRepository,
    ReviewRepository,
    SetupIntentRepository,
  ],
  exports: [
    ChargeRepository,
    DisputeRepository,
    EarlyFraudWarningRepository,
    PaymentIntentRepository,
    PaymentMethodRepository,
    PayoutRepository,
    RefundRepository,
    ReviewRepository,
    SetupIntentRepository,
  ],
})
export class PaymentsModule {}
