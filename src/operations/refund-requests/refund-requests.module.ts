import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { RefundRequestsController } from './refund-requests.controller.js';

/** What operators see of the refunds that were asked for, and say of them. */
@Module({})
export class RefundRequestsModule {
  static forRoot(env: Env): DynamicModule {
    return { module: RefundRequestsModule, controllers: env.ROLE === 'worker' ? [] : [RefundRequestsController] };
  }
}
