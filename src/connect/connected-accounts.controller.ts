import { Body, Controller, Get, Header, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { RequireScope } from '../auth/scopes.decorator.js';
import { ApiProblems } from '../common/api-problems.decorator.js';
import type { Page } from '../common/cursor.js';
import { CALLS_STRIPE } from '../common/stripe-call.errors.js';
import { pageQuery, stripeId } from '../common/schemas.js';
import { AnswerLasts } from '../idempotency/answer-lasts.decorator.js';
import { StripeIdempotencyKey } from '../idempotency/stripe-idempotency-key.decorator.js';
import type { PageQuery } from '../tenants/own-pages.js';
import { AccountLinksService } from './links/account-links.service.js';
import {
  loginBody,
  loginLink,
  onboardingBody,
  onboardingLink,
  type LoginLink,
  type OnboardingBody,
  type OnboardingLink,
} from './links/links.requests.js';
import { AccountOpeningService } from './opening/account-opening.service.js';
import { accountBody, type AccountBody } from './opening/opening.requests.js';
import { accountAnswer, accountsAnswer, type AccountAnswer } from './own/own-account.answers.js';
import { OwnAccounts } from './own/own-accounts.js';

const SEEN_BY = ['platform_only', 'tenant_required'] as const;
const accountId = stripeId('acct');

/** The accounts of tenants that sell. */
@ApiTags('connect')
@Controller('stripe/connect/accounts')
@RequireScope('billing')
export class ConnectedAccountsController {
  constructor(
    private readonly accounts: OwnAccounts,
    private readonly openings: AccountOpeningService,
    private readonly links: AccountLinksService,
  ) {}

  @Post()
  @ApiOperation({ operationId: 'createConnectedAccount', summary: 'Let your tenant sell: an account at Stripe for it' })
  @ApiCreatedResponse({ standardSchema: accountAnswer })
  @ApiProblems(...SEEN_BY, 'platform_key_required', 'account_exists', ...CALLS_STRIPE)
  open(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Body({ schema: accountBody }) body: AccountBody,
  ): Promise<AccountAnswer> {
    return this.openings.open({ caller, idempotencyKey }, body);
  }

  @Get()
  @ApiOperation({ operationId: 'listConnectedAccounts', summary: 'Your tenant’s connected accounts, the newest first' })
  @ApiOkResponse({ standardSchema: accountsAnswer })
  @ApiProblems(...SEEN_BY)
  @Header('Cache-Control', 'no-store')
  list(@CurrentCaller() caller: Caller, @Query({ schema: pageQuery }) query: PageQuery): Promise<Page<AccountAnswer>> {
    return this.accounts.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getConnectedAccount', summary: 'Whether it can be used, and what is missing' })
  @ApiOkResponse({ standardSchema: accountAnswer })
  @ApiProblems(...SEEN_BY, 'not_found')
  @Header('Cache-Control', 'no-store')
  find(@CurrentCaller() caller: Caller, @Param('id', { schema: accountId }) id: string): Promise<AccountAnswer> {
    return this.accounts.find(caller, id);
  }

  @Post(':id/onboarding-link')
  @AnswerLasts(60)
  @ApiOperation({
    operationId: 'createOnboardingLink',
    summary: 'Send its owner to Stripe’s page that asks for what is missing',
  })
  @ApiCreatedResponse({ standardSchema: onboardingLink })
  @ApiProblems(...SEEN_BY, 'not_found', 'account_disconnected', ...CALLS_STRIPE)
  onboard(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Param('id', { schema: accountId }) id: string,
    @Body({ schema: onboardingBody }) body: OnboardingBody,
  ): Promise<OnboardingLink> {
    return this.links.onboard({ caller, idempotencyKey }, id, body);
  }

  @Post(':id/login-link')
  @AnswerLasts(60)
  @ApiOperation({ operationId: 'createLoginLink', summary: 'Send its owner to the Express Dashboard' })
  @ApiCreatedResponse({ standardSchema: loginLink })
  @ApiProblems(
    ...SEEN_BY,
    'not_found',
    'account_disconnected',
    'no_express_dashboard',
    'onboarding_incomplete',
    ...CALLS_STRIPE,
  )
  signIn(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Param('id', { schema: accountId }) id: string,
    @Body({ schema: loginBody }) _body: object,
  ): Promise<LoginLink> {
    return this.links.signIn({ caller, idempotencyKey }, id);
  }
}
