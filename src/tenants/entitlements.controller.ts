import { Controller, Get, Header, Param, Query, UseGuards } from '@nestjs/common';
import { EntitlementService } from './entitlement.service.js';
import type { Entitlements } from './entitlements.js';
import { InternalTokenGuard } from './internal-token.guard.js';

/** For services of your own in another language. There only when INTERNAL_API_TOKEN is set. */
@Controller('stripe/entitlements')
@UseGuards(InternalTokenGuard)
export class EntitlementsController {
  constructor(private readonly entitlements: EntitlementService) {}

  /** @param account connected account; your own without it. */
  @Get(':tenantId')
  @Header('Cache-Control', 'no-store')
  read(@Param('tenantId') tenantId: string, @Query('account') account: unknown): Promise<Entitlements> {
    return this.entitlements.featuresOf(typeof account === 'string' ? account : '', tenantId);
  }
}
