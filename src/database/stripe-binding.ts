import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { describeError } from '../common/describe-error.js';
import { BindingError, StripeUnavailableError } from '../common/errors.js';
import { ENV, livemodeOf, type Env } from '../config/env.js';
import { isForbidden } from '../stripe/refusal.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';

interface Binding {
  readonly account: string;
  readonly livemode: boolean;
}

/** Milliseconds until Stripe is asked again whose the key is. */
const ASK_AGAIN = 30_000;

/**
 * A database belongs to one Stripe account in one mode, from the first start with a key on: a test key would otherwise
 * see all live objects as deleted. Until Stripe has said whose the key is, nothing is read with it.
 */
@Injectable()
export class StripeBinding implements OnModuleInit, BeforeApplicationShutdown {
  /** What a process does that learns after its start whose the key is: main.ts ends it. */
  onRefusal: (error: BindingError) => void = () => undefined;
  private bound: Binding | undefined;
  private standing: 'not asked' | 'unanswered' | 'untold' | 'confirmed' = 'not asked';
  private refusal: BindingError | undefined;
  private asking: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly dataSource: DataSource,
    private readonly gateway: StripeGateway,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(StripeBinding.name);
  }

  /** The account that the database belongs to, as far as this process knows. */
  get account(): string | undefined {
    return this.bound?.account;
  }

  /** Whether Stripe has not said whose the key is. */
  get unchecked(): boolean {
    return this.standing === 'unanswered' || this.standing === 'untold';
  }

  /** Whether the key may not read its account: only modes can be compared. */
  get untold(): boolean {
    return this.standing === 'untold';
  }

  /**
   * Stripe's outage must not keep webhooks out; the mode is checked without it, the account as soon as it answers.
   *
   * @throws {BindingError} when the key is of another account or mode than the database.
   */
  async onModuleInit(): Promise<void> {
    this.bound = await this.read();
    const livemode = livemodeOf(this.env);
    if (livemode === undefined || !this.gateway.available) return;
    if (this.bound && this.bound.livemode !== livemode) throw this.mismatch({ account: this.bound.account, livemode });
    this.standing = 'unanswered';
    this.gateway.admitBy(() => this.confirmed());
    try {
      await this.ask();
    } catch (error) {
      if (!(error instanceof StripeUnavailableError)) throw error;
      this.logger.warn({ reason: describeError(error) }, "the key's account is not checked, Stripe does not answer");
      this.askLater();
    }
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
    clearTimeout(this.timer);
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
    this.bound = (await this.read()) ?? (await this.bind({ account, livemode }));
    if (this.bound.account !== account || this.bound.livemode !== livemode) throw this.mismatch({ account, livemode });
    this.standing = 'confirmed';
    return account;
  }

  /**
   * For a key that may not say whose it is: what Stripe lists with it has to be of the database's mode.
   *
   * @throws {BindingError}
   */
  compareMode(livemode: boolean): void {
    if (this.untold && this.bound && this.bound.livemode !== livemode)
      throw this.refuse(this.mismatch({ account: 'an account that it may not read', livemode }));
  }

  /**
   * Resolves at once when Stripe has said whose the key is, or that the key may not know. Asked by all at once, Stripe is
   * asked once.
   */
  private async confirmed(): Promise<void> {
    if (this.refusal) throw this.refusal;
    if (this.standing !== 'unanswered') return;
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    try {
      await this.asking;
    } catch (error) {
      throw error instanceof BindingError ? this.refuse(error) : error;
    }
  }

  private async ask(): Promise<void> {
    try {
      await this.confirm();
    } catch (error) {
      if (!isForbidden(error)) throw error;
      this.standing = 'untold';
      this.logger.warn({ reason: describeError(error) }, 'the key may not read its account, only its mode is checked');
    }
  }

  private askLater(): void {
    if (this.stopping || this.refusal || this.standing !== 'unanswered') return;
    this.timer = setTimeout(() => {
      void this.confirmed()
        .catch(() => undefined) // a refusal ends the process; for all else Stripe is asked again
        .then(() => this.askLater());
    }, ASK_AGAIN);
    this.timer.unref();
  }

  /** Once: many readers may learn of it at the same moment. */
  private refuse(error: BindingError): BindingError {
    if (this.refusal) return this.refusal;
    this.refusal = error;
    this.logger.fatal(error.message);
    this.onRefusal(error);
    return error;
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

  private mismatch(key: Binding): BindingError {
    const bound = this.bound ?? key;
    return new BindingError(
      `The database holds ${mode(bound.livemode)} data of ${bound.account}, the key is for ${mode(key.livemode)} data of ` +
        `${key.account}. Use the database's own key, or another database (in development: another DATA_DIR, or remove it).`,
    );
  }
}

const mode = (livemode: boolean): string => (livemode ? 'live' : 'test');
