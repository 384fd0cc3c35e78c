import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BalanceTransaction } from './balance/balance-transaction.entity.js';
import { BalanceTransactionReader } from './balance/balance-transaction.reader.js';
import { BalanceTransactionRepository } from './balance/balance-transaction.repository.js';
import { Charge } from './charges/charge.entity.js';
import { ChargeProcessor } from './charges/charge.processor.js';
import { ChargeRepository } from './charges/charge.repository.js';
import { Dispute } from './risk/dispute.entity.js';
import { DisputeProcessor } from './risk/dispute.processor.js';
import { DisputeRepository } from './risk/dispute.repository.js';
import { EarlyFraudWarning } from './risk/early-fraud-warning.entity.js';
import { EarlyFraudWarningProcessor } from './risk/early-fraud-warning.processor.js';
import { EarlyFraudWarningRepository } from './risk/early-fraud-warning.repository.js';
import { PaymentIntent } from './intents/payment-intent.entity.js';
import { PaymentIntentProcessor } from './intents/payment-intent.processor.js';
import { PaymentIntentRepository } from './intents/payment-intent.repository.js';
import { PaymentMethod } from './intents/payment-method.entity.js';
import { PaymentMethodProcessor } from './intents/payment-method.processor.js';
import { PaymentMethodRepository } from './intents/payment-method.repository.js';
import { Payout } from './balance/payout.entity.js';
import { PayoutProcessor } from './balance/payout.processor.js';
import { PayoutRepository } from './balance/payout.repository.js';
import { Refund } from './charges/refund.entity.js';
import { RefundProcessor } from './charges/refund.processor.js';
import { RefundRepository } from './charges/refund.repository.js';
import { Review } from './risk/review.entity.js';
import { ReviewProcessor } from './risk/review.processor.js';
import { ReviewRepository } from './risk/review.repository.js';
import { SetupIntent } from './intents/setup-intent.entity.js';
import { SetupIntentProcessor } from './intents/setup-intent.processor.js';
import { SetupIntentRepository } from './intents/setup-intent.repository.js';

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
})
export class PaymentsModule {}
