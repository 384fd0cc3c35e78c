import { Injectable } from '@nestjs/common';
import { ENTITLEMENT_SUMMARY } from './entitlement-summary.js';
import { endOf, type Position } from './page-end.js';
import { patiently } from './patiently.js';
import { isMissingCursor } from './refusal.js';
import { resourcePath } from './resource-path.js';
import { StripeGateway, type StripePage } from './stripe.gateway.js';

/** What a list leaves out unless it is told otherwise. */
const PARAMS: Readonly<Record<string, Readonly<Record<string, string>>>> = { subscription: { status: 'all' } };

/** Types that Stripe lists for one customer at a time only, by what the path ends with. */
const OF_CUSTOMER: Readonly<Record<string, string>> = { payment_method: 'payment_methods', tax_id: 'tax_ids' };

export const isListedByCustomer = (type: string): boolean => Object.hasOwn(OF_CUSTOMER, type);

/** There is one of each customer, and no list of them: it is read by the customer's id. */
export const isReadByCustomer = (type: string): boolean => type === ENTITLEMENT_SUMMARY;

/** Which objects: all of a type in an account (connected account, '' for the own one), or those of one customer. */
export interface ListOf {
  readonly account: string;
  readonly type: string;
  /** Id; needed for a type that is {@link isListedByCustomer}. */
  readonly customer?: string;
  /** In which the objects are shown; the pinned one if not given. */
  readonly apiVersion?: string | null;
}

/** Stripe's lists of objects, newest first (docs.stripe.com/api/pagination). */
@Injectable()
export class ObjectList {
  constructor(private readonly gateway: StripeGateway) {}

  /**
   * A hundred objects at a time, as they came.
   *
   * @throws {StripeUnavailableError} @throws {StripeRefusedError}
   */
  async *pages(of: ListOf, after: Position | null, signal: AbortSignal): AsyncGenerator<StripePage> {
    for (let last = after; ;) {
      const page = await this.page(of, last, signal);
      yield page;
      last = endOf(page, last?.id);
      if (!last) return;
    }
  }

  /**
   * Up to a hundred objects. When the one to go on after has been deleted meanwhile, from its second on: some of them
   * come again then.
   *
   * @throws {StripeUnavailableError} @throws {StripeRefusedError}
   */
  async page(of: ListOf, after: Position | null, signal: AbortSignal): Promise<StripePage> {
    const path = pathOf(of);
    const ask = (from: Readonly<Record<string, string>>): Promise<StripePage> =>
      patiently(signal, () => this.gateway.list(path, { ...PARAMS[of.type], ...from }, of.account, of.apiVersion));
    if (!after) return ask({});
    try {
      return await ask({ starting_after: after.id });
    } catch (error) {
      if (!isMissingCursor(error)) throw error;
      // The lists of one customer know no such filter, and are short.
      const isFiltered = after.created !== null && !isListedByCustomer(of.type);
      return ask(isFiltered ? { 'created[lte]': String(after.created) } : {});
    }
  }
}

function pathOf({ type, customer }: ListOf): string {
  const ofCustomer = OF_CUSTOMER[type];
  if (ofCustomer && customer !== undefined) return `/v1/customers/${encodeURIComponent(customer)}/${ofCustomer}`;
  const path = ofCustomer ? null : resourcePath({ type, id: '' });
  if (path === null) throw new TypeError(`a ${type} is not listed this way`);
  return path.slice(0, -1);
}
