import type { AppliedDiscountFacts, CouponFacts, DiscountFacts, SubscriptionFacts } from './facts.js';
import type { Reductions } from './recurring-revenue.js';

/** What was told of one discount, oldest first; times in seconds since 1970. */
export interface DiscountHistory {
  readonly id: string;
  readonly sightings: readonly { readonly at: number; readonly facts: DiscountFacts }[];
}

interface Reduced extends Reductions {
  /** Discounts that apply, and whose terms nobody has told yet. */
  readonly missing: number;
}

/** What is known of a customer's discounts, at any time. */
export class DiscountsOfCustomer {
  private readonly byId: ReadonlyMap<string, DiscountHistory>;

  constructor(
    private readonly histories: readonly DiscountHistory[],
    private readonly coupons: ReadonlyMap<string, CouponFacts>,
  ) {
    this.byId = new Map(histories.map((history) => [history.id, history]));
  }

  /** When one of them began, changed or ended. */
  get moments(): number[] {
    return this.histories.flatMap(({ sightings }) =>
      sightings.flatMap(({ at, facts }) => [at, facts.startsAt, facts.endsAt].filter((moment) => moment !== null)),
    );
  }

  /** A subscription's own discounts, and only without any its customer's. One for a single bill is no recurring one. */
  at(moment: number, { discounts, items }: SubscriptionFacts): Reduced {
    const listed = discounts.flatMap((discount) => this.listed(discount, moment));
    const own = listed.length > 0 ? listed : this.general(moment);
    const terms = own.map((coupon) => this.termsOf(coupon));
    const ofItems = items.map(({ id, discounts: applied }) => {
      const found = applied.flatMap((discount) => this.listed(discount, moment)).map((coupon) => this.termsOf(coupon));
      return [id, found] as const;
    });
    const all = [...terms, ...ofItems.flatMap(([, found]) => found)];
    return {
      ofSubscription: terms.filter(isRecurring),
      ofItems: new Map(ofItems.map(([id, found]) => [id, found.filter(isRecurring)])),
      missing: all.filter((one) => one === null).length,
    };
  }

  /** The coupon of a discount that a snapshot lists, be it known or not; none when it has ended. */
  private listed({ id, coupon }: AppliedDiscountFacts, moment: number): (string | null)[] {
    const history = this.byId.get(id);
    if (!history) return [coupon];
    const facts = (history.sightings.findLast(({ at }) => at <= moment) ?? history.sightings[0])?.facts;
    if (!facts) return [coupon];
    const isKnown = history.sightings.some(({ at }) => at <= moment);
    return (isKnown && facts.removed) || hasEnded(facts, moment) ? [] : [facts.coupon];
  }

  private general(moment: number): (string | null)[] {
    return this.histories.flatMap(({ sightings }) => {
      const seen = sightings.findLast(({ at }) => at <= moment)?.facts;
      const first = sightings[0]?.facts;
      if (seen) return seen.general && !seen.removed && !hasEnded(seen, moment) ? [seen.coupon] : [];
      const began = first?.general && first.startsAt !== null && first.startsAt <= moment;
      return began && !hasEnded(first, moment) ? [first.coupon] : [];
    });
  }

  private termsOf(coupon: string | null): CouponFacts | null {
    return (coupon === null ? undefined : this.coupons.get(coupon)) ?? null;
  }
}

const hasEnded = ({ endsAt }: DiscountFacts, moment: number): boolean => endsAt !== null && endsAt <= moment;

const isRecurring = (coupon: CouponFacts | null): coupon is CouponFacts =>
  coupon !== null && coupon.duration !== 'once';
