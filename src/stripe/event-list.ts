import { Injectable } from '@nestjs/common';
import { turns } from '../common/turns.js';
import { endOf } from './page-end.js';
import { patiently, SHORT } from './patiently.js';
import { StripeGateway, type StripePage } from './stripe.gateway.js';
import type { StripeObject } from './stripe.types.js';

const PATH = '/v1/events';
/** A quarter of what the gateway allows a process: ties between events and balance transactions find their room. */
const PAGES_PER_SECOND = 5;

/** Which events: created between these seconds since 1970, UTC, both included. */
export interface EventWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * Stripe's own list of what happened (docs.stripe.com/api/events/list), thirty days of it. An event stands there in the
 * API version in which it was made, whatever version asks.
 */
@Injectable()
export class EventList {
  private readonly turn = turns(PAGES_PER_SECOND);

  constructor(private readonly gateway: StripeGateway) {}

  /** Stripe's own clock, seconds since 1970: ours may be wrong, and the list goes by Stripe's. */
  async clock(signal: AbortSignal): Promise<number> {
    const { readAt } = await this.page({ limit: '1' }, '', signal);
    return Math.floor(readAt.getTime() / 1000);
  }

  /**
   * The events of one account, newest first, a hundred at a time, as they came. A page that may pass later is asked for
   * again, after Stripe's Retry-After if that is short.
   *
   * @param account connected account, '' for the own one.
   * @throws {StripeUnavailableError} @throws {StripeRefusedError}
   */
  async *pages(
    account: string,
    { from, to }: EventWindow,
    signal: AbortSignal,
  ): AsyncGenerator<readonly StripeObject[]> {
    const params = { 'created[gte]': String(from), 'created[lte]': String(to) };
    for (let after: Record<string, string> = {}; ;) {
      const page = await this.page({ ...params, ...after }, account, signal);
      yield page.objects;
      const last = endOf(page, after['starting_after']);
      if (!last) return;
      after = { starting_after: last.id };
    }
  }

  private page(params: Readonly<Record<string, string>>, account: string, signal: AbortSignal): Promise<StripePage> {
    return patiently(
      signal,
      async () => {
        await this.turn();
        signal.throwIfAborted();
        return this.gateway.list(PATH, params, account);
      },
      SHORT,
    );
  }
}
