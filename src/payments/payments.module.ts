import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Charge } from './charge.entity.js';
import { ChargeProcessor } from './charge.processor.js';
import { ChargeRepository } from './charge.repository.js';
import { PaymentIntent } from './payment-intent.entity.js';
import { PaymentIntentProcessor } from './payment-intent.processor.js';
import { PaymentIntentRepository } from './payment-intent.repository.js';
import { PaymentMethod } from './payment-method.entity.js';
import { PaymentMethodProcessor } from './payment-method.processor.js';
import { PaymentMethodRepository } from './payment-method.repository.js';
import { Refund } from './refund.entity.js';
import { RefundProcessor } from './refund.processor.js';
import { RefundRepository } from './refund.repository.js';

@Module({
  imports: [TypeOrmModule.forFeature([Charge, PaymentIntent, PaymentMethod, Refund])],
  providers: [
    PaymentIntentProcessor,
    RefundProcessor,
    PaymentMethodProcessor,
    ChargeProcessor,
    PaymentIntentRepository,
    RefundRepository,
    PaymentMethodRepository,
    ChargeRepository,
  ],
  exports: [PaymentIntentRepository, RefundRepository, PaymentMethodRepository, ChargeRepository],
})
export class PaymentsModule {}
