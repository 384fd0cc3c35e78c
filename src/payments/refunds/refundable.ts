/** Of a charge, what our row shows. Minor units. */
export interface ShownCharge {
  readonly amount: number;
  readonly amountRefunded: number;
  /** `created` of the event that the row shows. */
  readonly shownAt: Date;
}

/** A refund that Stripe has told of. */
export interface KnownRefund {
  readonly id: string;
  /** Minor units. */
  readonly amount: number;
  /** Neither failed nor canceled: the amount is gone, or on its way. */
  readonly live: boolean;
  readonly createdAt: Date | null;
  /** The request that it was made for; null: it was made elsewhere. */
  readonly requestId: string | null;
}

/** A request that holds its amount. */
export interface Hold {
  readonly id: string;
  readonly amount: number;
  /** Null while Stripe has not said. */
  readonly refundId: string | null;
}

/** What Stripe said of a charge when it was asked. */
export interface ReadCharge {
  readonly amountRefunded: number;
  /** All of them, read after the amount. */
  readonly refunds: readonly KnownRefund[];
}

const sum = (parts: readonly { readonly amount: number }[]): number =>
  parts.reduce((total, { amount }) => total + amount, 0);

/**
 * Whether the refunds that we know make up what the row says was refunded. Only those of an earlier second are surely in
 * it: of two refunds in one second, the row may show the first. When they do not, there are refunds that no event has
 * told us of (yet), and Stripe has to be asked for its list.
 */
export function explains({ amountRefunded, shownAt }: ShownCharge, refunds: readonly KnownRefund[]): boolean {
  const surelyIn = refunds.filter(({ live, createdAt }) => live && createdAt !== null && createdAt < shownAt);
  return amountRefunded <= sum(surelyIn);
}

/** Each once. A refund that one of both knows to have failed has: it never comes back. */
function united(told: readonly KnownRefund[], read: readonly KnownRefund[]): KnownRefund[] {
  const refunds = new Map(told.map((refund) => [refund.id, refund]));
  for (const refund of read) {
    const other = refunds.get(refund.id);
    refunds.set(refund.id, {
      ...refund,
      live: refund.live && (other?.live ?? true),
      requestId: refund.requestId ?? other?.requestId ?? null,
    });
  }
  return [...refunds.values()];
}

/**
 * What may still be refunded: the charge's amount, less each refund once, less what requests hold. A refund and its
 * request are told to be one by their ids, never by amounts or times: whichever of the answer and the events comes
 * first, the amount counts once and at no moment not at all.
 *
 * `amount` and not `amount_captured` is what Stripe counts from: what a partial capture lets go is a refund too
 * (docs.stripe.com/payments/place-a-hold-on-a-payment-method).
 *
 * @returns minor units, never negative.
 */
export function refundable(
  { amount }: ShownCharge,
  told: readonly KnownRefund[],
  holds: readonly Hold[],
  read: ReadCharge | null,
): number {
  const refunds = united(told, read?.refunds ?? []);
  const ids = new Set(refunds.map(({ id }) => id));
  const requests = new Set(refunds.map(({ requestId }) => requestId));
  const waiting = holds.filter(({ id, refundId }) => !requests.has(id) && !(refundId !== null && ids.has(refundId)));
  const refunded = Math.max(sum(refunds.filter(({ live }) => live)), read?.amountRefunded ?? 0);
  return Math.max(0, amount - refunded - sum(waiting));
}
