import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { describeError } from '../common/describe-error.js';
import { BindingError, StripeUnavailableError } from '../common/errors.js';
import { ENV, livemodeOf, type Env } from '../config/env.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';

interface Binding {
  readonly account: string;
  readonly livemode: boolean;
}

/**
 * A database belongs to one Stripe account in one mode, from the first start with a key on: a test key would otherwise
 * see all live objects as deleted.
 */
@Injectable()
export class StripeBinding implements OnModuleInit {
  /** Whether the start could not ask Stripe whose the key is. */
  unchecked = false;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly dataSource: DataSource,
    private readonly gateway: StripeGateway,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(StripeBinding.name);
  }

  /** @throws {BindingError} when the key is of another account or mode than the database. */
  async onModuleInit(): Promise<void> {
    const livemode = livemodeOf(this.env);
    if (livemode === undefined || !this.gateway.available) return;
    const bound = await this.read();
    if (bound && bound.livemode !== livemode) throw mismatch(bound, { account: bound.account, livemode });
    const account = await this.accountOrNull();
    if (account === null) return;
    const binding = bound ?? (await this.bind({ account, livemode }));
    if (binding.account !== account || binding.livemode !== livemode) throw mismatch(binding, { account, livemode });
  }

  /**
   * The check of the start once more, and this time Stripe has to say whose the key is: for work that would fill the
   * database with another account's objects.
   *
   * @returns the account. @throws {BindingError} @throws {StripeUnavailableError} also when the key may not read it.
   */
  async confirm(): Promise<string> {
    const account = await this.gateway.accountId();
    const livemode = livemodeOf(this.env) ?? false;
    const bound = (await this.read()) ?? (await this.bind({ account, livemode }));
    if (bound.account !== account || bound.livemode !== livemode) throw mismatch(bound, { account, livemode });
    return account;
  }

  /** Stripe's outage must not keep webhooks out; the mode is checked without it. */
  private async accountOrNull(): Promise<string | null> {
    try {
      return await this.gateway.accountId();
    } catch (error) {
      if (!(error instanceof StripeUnavailableError)) throw error;
      this.unchecked = true;
      this.logger.warn({ reason: describeError(error) }, "the key's account is not checked, Stripe does not answer");
      return null;
    }
  }

  private async read(): Promise<Binding | undefined> {
    const rows: Binding[] = await this.dataSource.query(
      'SELECT stripe_account AS account, livemode FROM stripe_binding',
    );
    return rows[0];
  }

  /** @returns what the database is bound to, which another process may have said at the same moment. */
  private async bind(binding: Binding): Promise<Binding> {
    await this.dataSource.query(
      'INSERT INTO stripe_binding (stripe_account, livemode) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [binding.account, binding.livemode],
    );
    return (await this.read()) ?? binding;
  }
}

const mode = (livemode: boolean): string => (livemode ? 'live' : 'test');

const mismatch = (bound: Binding, key: Binding): BindingError =>
  new BindingError(
    `The database holds ${mode(bound.livemode)} data of ${bound.account}, the key is for ${mode(key.livemode)} data of ` +
      `${key.account}. Use the database's own key, or another database (in development: another DATA_DIR, or remove it).`,
  );
