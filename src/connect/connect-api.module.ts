import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Env } from '../config/env.js';
import { ConnectedCheckoutController } from './checkout/connected-checkout.controller.js';
import { ConnectedCheckoutService } from './checkout/connected-checkout.service.js';
import { ConnectedAccountsController } from './connected-accounts.controller.js';
import { AccountLinksService } from './links/account-links.service.js';
import { AccountOpening } from './opening/account-opening.entity.js';
import { AccountOpeningRepository } from './opening/account-opening.repository.js';
import { AccountOpeningService } from './opening/account-opening.service.js';
import { OwnAccountRepository } from './own/own-account.repository.js';
import { OwnAccounts } from './own/own-accounts.js';

/** What tenants that sell, and those who sell for them, ask of Connect. */
@Module({})
export class ConnectApiModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: ConnectApiModule,
      imports: [TypeOrmModule.forFeature([AccountOpening])],
      controllers: env.ROLE === 'worker' ? [] : [ConnectedAccountsController, ConnectedCheckoutController],
      providers: [
        AccountLinksService,
        AccountOpeningRepository,
        AccountOpeningService,
        ConnectedCheckoutService,
        OwnAccountRepository,
        OwnAccounts,
      ],
    };
  }
}
