import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Injectable,
  Module,
  Param,
  Patch,
  Post,
  Query,
  ServiceUnavailableException,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { AuditLog } from '../../src/audit/audit-log.js';
import { tenantOf, type Caller } from '../../src/auth/caller.js';
import { CurrentCaller } from '../../src/auth/current-caller.decorator.js';
import { Public } from '../../src/auth/public.decorator.js';
import { RequireScope } from '../../src/auth/scopes.decorator.js';
import { AllowedOrigins } from '../../src/common/allowed-origins.js';
import { pageOf } from '../../src/common/cursor.js';
import { NotFoundError } from '../../src/common/request.errors.js';
import {
  amount,
  chosenId,
  currency,
  pageQuery,
  quantity,
  redirectUrl,
  stripeId,
  text,
} from '../../src/common/schemas.js';
import { inTransaction } from '../../src/database/in-transaction.js';
import { StripeIdempotencyKey } from '../../src/idempotency/stripe-idempotency-key.decorator.js';
import { StripeCalls } from '../../src/stripe/stripe.calls.js';

export const fields = z.strictObject({
  customer: stripeId('cus').optional(),
  plan: chosenId.optional(),
  name: text(100).optional(),
  amount: amount.optional(),
  currency: currency.optional(),
  quantity: quantity.optional(),
  successUrl: redirectUrl.optional(),
  nested: z.strictObject({ list: z.array(z.strictObject({ 'a/b~c': z.boolean() })).max(30) }).optional(),
});
const customer = z.strictObject({ name: text(100) });
const payment = z.strictObject({ paymentMethod: z.string().max(100), amount });
const ending = z.strictObject({ as: z.enum(['missing', 'unavailable', 'mistake', 'nothing']) });

/** What the test holds of the handlers: how often they ran, and a gate before which they wait. */
@Injectable()
export class ProbeWork {
  runs = 0;
  readonly stripeKeys: string[] = [];
  gate: Promise<void> = Promise.resolve();

  async begin(stripeKey: string): Promise<void> {
    this.runs += 1;
    this.stripeKeys.push(stripeKey);
    await this.gate;
  }
}

const ITEMS = Array.from({ length: 45 }, (_, index) => ({
  id: `cus_${String(index).padStart(3, '0')}`,
  created: new Date(Date.UTC(2026, 0, 1) - Math.floor(index / 3) * 1000),
}));

/** One operation of every kind, of a feature that there is not. */
@Controller('stripe/probe')
@RequireScope('billing')
export class ProbeController {
  constructor(
    private readonly work: ProbeWork,
    private readonly stripe: StripeCalls,
    private readonly origins: AllowedOrigins,
    private readonly audit: AuditLog,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {}

  @Post('fields')
  @HttpCode(200)
  fields(@Body({ schema: fields }) body: z.output<typeof fields>): object {
    const { successUrl, ...rest } = body;
    return { ...rest, ...(successUrl && { successUrl: this.origins.allow(successUrl, '/successUrl') }) };
  }

  @Get('items')
  items(@Query({ schema: pageQuery }) { limit, cursor }: z.output<typeof pageQuery>): object {
    const isAfter = (item: { created: Date; id: string }): boolean =>
      !cursor || item.created < cursor.created || (+item.created === +cursor.created && item.id < cursor.id);
    const sorted = ITEMS.toSorted((a, b) => +b.created - +a.created || (a.id < b.id ? 1 : -1));
    return pageOf(sorted.filter(isAfter).slice(0, limit + 1), limit, ({ id }) => ({ id }));
  }

  @Get('items/:id')
  item(@Param('id', { schema: stripeId('cus') }) id: string): object {
    if (id === 'cus_000') return { id };
    throw new NotFoundError();
  }

  @Post('customers')
  async customer(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Body({ schema: customer }) { name }: z.output<typeof customer>,
  ): Promise<object> {
    await this.work.begin(idempotencyKey);
    const { account } = caller;
    const made = await this.stripe.run((client, options) => client.customers.create({ name }, options), {
      idempotencyKey,
      account,
    });
    await inTransaction(this.dataSource, (tx) =>
      this.audit.write(tx, {
        caller,
        action: 'customer.create',
        object: { type: 'customer', id: made.id },
        before: null,
        after: { tenant: tenantOf(caller) },
      }),
    );
    return { id: made.id, url: `https://checkout.example.com/${made.id}?secret=s3cr3t` };
  }

  @Patch('customers/:id')
  async rename(
    @StripeIdempotencyKey() idempotencyKey: string,
    @Param('id', { schema: stripeId('cus') }) id: string,
    @Body({ schema: customer }) { name }: z.output<typeof customer>,
  ): Promise<object> {
    await this.work.begin(idempotencyKey);
    const options = { idempotencyKey, account: '' };
    const { id: renamed } = await this.stripe.run(
      (client, with_) => client.customers.update(id, { name }, with_),
      options,
    );
    return { id: renamed };
  }

  @Post('payments')
  async pay(
    @StripeIdempotencyKey() idempotencyKey: string,
    @Body({ schema: payment }) body: z.output<typeof payment>,
  ): Promise<object> {
    await this.work.begin(idempotencyKey);
    const params = { amount: body.amount, currency: 'usd', payment_method: body.paymentMethod, confirm: true };
    const { id } = await this.stripe.run((client, options) => client.paymentIntents.create(params, options), {
      idempotencyKey,
      account: '',
    });
    return { id };
  }

  @Post('endings')
  async end(
    @StripeIdempotencyKey() key: string,
    @Body({ schema: ending }) body: z.output<typeof ending>,
  ): Promise<void> {
    await this.work.begin(key);
    switch (body.as) {
      case 'missing':
        throw new NotFoundError('a detail of the inside');
      case 'unavailable':
        throw new ServiceUnavailableException('a detail of the inside');
      case 'mistake':
        throw new TypeError('a detail of the inside');
      case 'nothing':
    }
  }

  @Post('open')
  @Public()
  open(): object {
    this.work.runs += 1;
    return { runs: this.work.runs };
  }
}

@Module({ controllers: [ProbeController], providers: [ProbeWork], exports: [ProbeWork] })
export class ProbeModule {}
