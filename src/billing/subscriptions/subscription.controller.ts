import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { CALLS_STRIPE } from '../../common/stripe-call.errors.js';
import { AnsweredAnew } from '../../idempotency/answered-anew.decorator.js';
import { IsRepeat } from '../../idempotency/is-repeat.decorator.js';
import { StripeIdempotencyKey } from '../../idempotency/stripe-idempotency-key.decorator.js';
import { show } from './own-subscription.js';
import { OwnSubscriptions } from './own-subscriptions.js';
import {
  changePreview,
  subscriptionAnswer,
  type ChangePreview,
  type SubscriptionAnswer,
} from './subscription.answers.js';
import { SubscriptionChange } from './subscription-change.js';
import { SubscriptionEnding } from './subscription-ending.js';
import {
  cancelBody,
  changeBody,
  resumeBody,
  subscriptionQuery,
  type CancelBody,
  type ChangeBody,
} from './subscription.requests.js';

const REFUSALS = ['tenant_required', 'not_found', 'no_customer', 'no_live_subscription', ...CALLS_STRIPE] as const;

/** What a tenant does with its subscription. */
@ApiTags('subscription')
@Controller('stripe/subscription')
@RequireScope('billing')
export class SubscriptionController {
  constructor(
    private readonly subscriptions: OwnSubscriptions,
    private readonly ending: SubscriptionEnding,
    private readonly changes: SubscriptionChange,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getSubscription', summary: 'Your tenant’s subscription, also after it has ended' })
  @ApiOkResponse({ standardSchema: subscriptionAnswer })
  @ApiProblems('tenant_required', 'not_found')
  @Header('Cache-Control', 'no-store')
  async find(
    @CurrentCaller() caller: Caller,
    @Query({ schema: subscriptionQuery }) { subscription }: z.output<typeof subscriptionQuery>,
  ): Promise<SubscriptionAnswer> {
    return show(await this.subscriptions.find(caller, subscription));
  }

  @Post('cancel')
  @HttpCode(200)
  @ApiOperation({ operationId: 'cancelSubscription', summary: 'End it, now or with the period' })
  @ApiOkResponse({ standardSchema: subscriptionAnswer })
  @ApiProblems(...REFUSALS)
  cancel(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @IsRepeat() isRepeat: boolean,
    @Body({ schema: cancelBody }) body: CancelBody,
  ): Promise<SubscriptionAnswer> {
    return this.ending.cancel({ caller, idempotencyKey, isRepeat }, body);
  }

  @Post('resume')
  @HttpCode(200)
  @ApiOperation({ operationId: 'resumeSubscription', summary: 'Take back a cancellation or a pause' })
  @ApiOkResponse({ standardSchema: subscriptionAnswer })
  @ApiProblems(...REFUSALS, 'end_date_fixed', 'card_declined')
  resume(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Body({ schema: resumeBody }) { subscription }: z.output<typeof resumeBody>,
  ): Promise<SubscriptionAnswer> {
    return this.ending.resume({ caller, idempotencyKey }, subscription);
  }

  @Post('change')
  @HttpCode(200)
  @ApiOperation({ operationId: 'changeSubscription', summary: 'Another plan or quantity' })
  @ApiOkResponse({ standardSchema: subscriptionAnswer })
  @ApiProblems(...REFUSALS, 'billed_by_invoice', 'not_for_sale', 'held', 'card_declined')
  change(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Body({ schema: changeBody }) body: ChangeBody,
  ): Promise<SubscriptionAnswer> {
    return this.changes.make({ caller, idempotencyKey }, body);
  }

  @Post('change/preview')
  @HttpCode(200)
  @AnsweredAnew()
  @ApiOperation({ operationId: 'previewSubscriptionChange', summary: 'What a change would cost; nothing is changed' })
  @ApiOkResponse({ standardSchema: changePreview })
  @ApiProblems(...REFUSALS, 'billed_by_invoice', 'not_for_sale')
  preview(@CurrentCaller() caller: Caller, @Body({ schema: changeBody }) body: ChangeBody): Promise<ChangePreview> {
    return this.changes.preview(caller, body);
  }
}
