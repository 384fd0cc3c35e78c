import { Inject, Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { ENV, type Env } from '../config/env.js';
import { StripeUnavailableError } from '../common/errors.js';
import { turns } from '../common/turns.js';
import { clientConfig } from './client-config.js';
import { ENTITLEMENT_SUMMARY, readEntitlementSummary } from './entitlement-summary.js';
import type { ObjectRef } from './needs-reread.js';
import { stripesOwn, toOurs } from './refusal.js';
import { readerOf, resourcePath } from './resource-path.js';
import { isHash } from './shapes/fields.js';
import { clockAtStart } from './stripe-clock.js';
import { StripeCallMetrics } from './stripe-call.metrics.js';
import type { StripeObject } from './stripe.types.js';

/** Background reads a second; Stripe allows 100 in live mode, and user requests must always have room. */
const READS_PER_SECOND = 20;
/** Milliseconds a background read may take; it is tried again with the event that needs it. */
const READ_TIMEOUT = 5_000;
/** Milliseconds for a page of a list: nothing waits for it. */
const LIST_TIMEOUT = 20_000;
/** Milliseconds for which nobody waits for Stripe again after it did not answer. */
const BREAK = 10_000;
/** Milliseconds that count as waiting: a connection that is refused at once holds nobody up and may be tried again. */
const WAITED = 1_000;

/** The state of an object at Stripe. */
export interface StripeRead {
  /** Null when Stripe knows no such object. */
  readonly object: StripeObject | null;
  /** Stripe's own clock when the request began, whole seconds. */
  readonly readAt: Date;
}

/** Some of a list at Stripe, newest first. */
export interface StripePage {
  readonly objects: readonly StripeObject[];
  readonly hasMore: boolean;
  /** Stripe's own clock when the request began, whole seconds. */
  readonly readAt: Date;
}

/** What a request is about besides its path. */
interface Scope {
  readonly account: string;
  readonly apiVersion: string | null;
  /** Milliseconds. */
  readonly timeout: number;
}

/**
 * What the backend reads of Stripe by itself: time-outs, a limit, errors mapped to ours, and nobody waits for a Stripe that
 * is down. What somebody asks for goes by `StripeCalls`.
 */
@Injectable()
export class StripeGateway {
  private readonly client: Stripe | null;
  /** Reads whose request has not begun: one that has may miss what its next caller knows of. */
  private readonly waiting = new Map<string, Promise<StripeRead>>();
  private readonly turn = turns(READS_PER_SECOND);
  /** On the clock of `performance.now()`: the machine's may be set back. */
  private brokenUntil = 0;
  private admission: () => Promise<void> = () => Promise.resolve();

  constructor(
    @Inject(ENV) env: Env,
    private readonly metrics: StripeCallMetrics,
  ) {
    this.client = env.STRIPE_SECRET_KEY ? new Stripe(env.STRIPE_SECRET_KEY, clientConfig(env)) : null;
  }

  /** Whether there is a key to ask Stripe with. */
  get available(): boolean {
    return this.client !== null;
  }

  /** Who is asked before each read whether the key may be used. */
  admitBy(admission: () => Promise<void>): void {
    this.admission = admission;
  }

  /**
   * Reads an object, in the API version of the event that asks: the answer then has the shape of its snapshots, and the
   * same row comes of both. Callers that ask for the same before the request begins share it. An object that has no
   * address of its own at Stripe is answered like one that Stripe does not know.
   *
   * @throws {StripeUnavailableError} @throws {StripeRefusedError}
   */
  read(ref: ObjectRef, apiVersion: string | null): Promise<StripeRead> {
    const key = `${ref.account}/${ref.type}/${ref.id}/${apiVersion}`;
    const waiting = this.waiting.get(key);
    if (waiting) return waiting;
    const read = this.turn().then(() => {
      this.waiting.delete(key);
      return this.readNow(ref, apiVersion);
    });
    this.waiting.set(key, read);
    return read;
  }

  /**
   * One page of a list, within the limit that all background work shares.
   *
   * @param params as docs.stripe.com/api has them, `created[gte]` for one; up to 100 objects a page unless they say.
   * @throws {StripeUnavailableError} @throws {StripeRefusedError}
   */
  async list(
    path: string,
    params: Readonly<Record<string, string>>,
    account: string,
    apiVersion: string | null = null,
  ): Promise<StripePage> {
    await this.turn();
    await this.admission();
    const query = new URLSearchParams({ limit: '100', ...params });
    const { body, readAt } = await this.get(`${path}?${query.toString()}`, {
      account,
      apiVersion,
      timeout: LIST_TIMEOUT,
    });
    const { data, has_more: hasMore } = body;
    if (!Array.isArray(data)) throw new StripeUnavailableError('it answered something that is no list');
    return { objects: data.filter(isHash), hasMore: hasMore === true, readAt };
  }

  /** The account that the key belongs to. */
  async accountId(): Promise<string> {
    const { body } = await this.get('/v1/account', { account: '', apiVersion: null, timeout: READ_TIMEOUT });
    const { id } = body;
    if (typeof id !== 'string') throw new StripeUnavailableError('it answered something that is no account');
    return id;
  }

  private async readNow(ref: ObjectRef, apiVersion: string | null): Promise<StripeRead> {
    await this.admission();
    if (ref.type === ENTITLEMENT_SUMMARY) return readEntitlementSummary(ref, (...list) => this.list(...list));
    const path = resourcePath(ref);
    if (path === null) return { object: null, readAt: clockAtStart(undefined, performance.now()) };
    const began = performance.now();
    try {
      const { body, readAt } = await this.get(path, { account: readerOf(ref), apiVersion, timeout: READ_TIMEOUT });
      return { object: body, readAt };
    } catch (error) {
      const cause = stripesOwn(error);
      // A version that Stripe has stopped to answer: the pinned one is the next best.
      if (cause?.statusCode === 400 && apiVersion !== null) return this.readNow(ref, null);
      if (cause?.statusCode !== 404) throw error;
      return { object: null, readAt: clockAtStart(cause.headers?.['date'], began) };
    }
  }

  private async get(
    path: string,
    { account, apiVersion, timeout }: Scope,
  ): Promise<{ body: StripeObject; readAt: Date }> {
    if (performance.now() < this.brokenUntil)
      throw new StripeUnavailableError('it did not answer a moment ago', BREAK / 1000);
    const options = {
      timeout,
      maxNetworkRetries: 0,
      ...(apiVersion ? { apiVersion } : {}),
      ...(account ? { stripeAccount: account } : {}),
    };
    const began = performance.now();
    try {
      const response: StripeObject & { lastResponse?: { headers: Headers } } = await this.call((client) =>
        client.rawRequest('GET', path, undefined, options),
      );
      const { lastResponse, ...body } = response;
      return { body, readAt: clockAtStart(lastResponse?.headers['date'], began) };
    } catch (error) {
      const waited = performance.now() - began > WAITED;
      if (stripesOwn(error) && stripesOwn(error)?.statusCode === undefined && waited) {
        this.brokenUntil = performance.now() + BREAK;
      }
      throw error;
    }
  }

  private async call<T>(request: (client: Stripe) => Promise<T>): Promise<T> {
    if (!this.client) throw new StripeUnavailableError('there is no STRIPE_SECRET_KEY');
    try {
      return await this.metrics.time(request(this.client));
    } catch (error) {
      throw toOurs(error);
    }
  }
}

type Headers = Readonly<Record<string, string>>;
