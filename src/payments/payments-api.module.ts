import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Env } from '../config/env.js';
import { OwnPaymentsController } from './own-payments.controller.js';
import { ChargeAtStripe } from './refunds/charge-at-stripe.js';
import { DueRequestRepository } from './refunds/due-request.repository.js';
import { RefundCall } from './refunds/refund-call.js';
import { RefundReleaseRepository } from './refunds/refund-release.repository.js';
import { RefundReleases } from './refunds/refund-releases.js';
import { RefundRequest } from './refunds/refund-request.entity.js';
import { RefundRequestRepository } from './refunds/refund-request.repository.js';
import { RefundReservation } from './refunds/refund-reservation.js';
import { RefundResolution } from './refunds/refund-resolution.js';
import { RefundResolutionSchedule } from './refunds/refund-resolution.schedule.js';
import { RefundService } from './refunds/refund.service.js';
import { RefundStateRepository } from './refunds/refund-state.repository.js';
import { RefundableChargeRepository } from './refunds/refundable-charge.repository.js';
import { RefundsController } from './refunds/refunds.controller.js';

/** What callers ask of payments. Workers have it too, without its routes: they find out what became of refunds. */
@Global()
@Module({})
export class PaymentsApiModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: PaymentsApiModule,
      imports: [TypeOrmModule.forFeature([RefundRequest])],
      controllers: env.ROLE === 'worker' ? [] : [OwnPaymentsController, RefundsController],
      providers: [
        ChargeAtStripe,
        DueRequestRepository,
        RefundCall,
        RefundReleaseRepository,
        RefundReleases,
        RefundRequestRepository,
        RefundReservation,
        RefundResolution,
        RefundResolutionSchedule,
        RefundService,
        RefundStateRepository,
        RefundableChargeRepository,
      ],
      exports: [RefundReleaseRepository, RefundReleases],
    };
  }
}
