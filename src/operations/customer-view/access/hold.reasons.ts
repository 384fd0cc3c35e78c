import { ref, type Reason } from './reason.js';
import type { ReasonCode } from './reason-codes.js';
import type { CustomerSnapshot, HoldFacts } from './snapshot.js';
import { listed } from './words.js';

const CODES: Readonly<Record<string, ReasonCode>> = {
  rule: 'held_by_rule',
  early_fraud_warning: 'held_by_warning',
  review: 'held_by_review',
  fraud_review: 'held_by_review',
};

const WHAT: Readonly<Record<string, string>> = {
  held_by_rule: 'A rule of yours holds',
  held_by_warning: 'An early fraud warning holds',
  held_by_review: 'A review holds',
  held_by_dispute: 'A dispute holds',
};

const codeOf = ({ kind }: HoldFacts): ReasonCode => CODES[kind] ?? 'held_by_dispute';

/** What keeps the customer from buying, or from its money: a reason for each kind. */
export function holdReasons({ holds }: CustomerSnapshot): Reason[] {
  const codes = new Set(holds.map(codeOf));
  return [...codes].map((code) =>
    reasonOf(
      code,
      holds.filter((hold) => codeOf(hold) === code),
    ),
  );
}

const reasonOf = (code: ReasonCode, those: readonly HoldFacts[]): Reason => ({
  code,
  text: `${WHAT[code] ?? 'A hold holds'} ${actionsOf(those)} of this customer: ${listed(those.map(({ id, kind }) => `${id} (${kind})`))}. What runs goes on.`,
  at: those.map(({ since }) => since).find((since) => since !== null) ?? null,
  refs: those.flatMap(({ id, charge }) => [...ref('hold', id), ...ref('charge', charge)]),
});

function actionsOf(holds: readonly HoldFacts[]): string {
  const actions = new Set(holds.flatMap(({ actions: held }) => held));
  return [...(actions.has('checkout') ? ['checkouts'] : []), ...(actions.has('refund') ? ['refunds'] : [])].join(
    ' and ',
  );
}

/** Refunds whose end nobody knows hold an amount; they do not concern the access. */
export function refundReasons({ unknownRefunds }: CustomerSnapshot): Reason[] {
  if (unknownRefunds.length === 0) return [];
  return [
    {
      code: 'refund_unknown',
      text: `Stripe has not said what became of a refund; its amount is reserved: ${listed(unknownRefunds)}.`,
      at: null,
      refs: unknownRefunds.slice(0, 5).flatMap((id) => ref('refund_request', id)),
    },
  ];
}
