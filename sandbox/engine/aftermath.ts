import type { EngineContext } from './context.js';
import { Disputes } from './disputes.js';
import { EarlyFraudWarnings } from './early-fraud-warnings.js';
import type { TestCard } from './test-cards.js';

/** What Stripe's test cards do a second after the charge, when it still holds money. */
export function aftermath(ctx: EngineContext, charge: string, kind: TestCard['afterCharge']): void {
  if (kind === 'nothing' || kind === 'available' || kind === 'review') return;
  ctx.schedule.after(1, () => {
    const { disputed, refunded } = ctx.store.charges.get(charge);
    if (kind === 'fraud_warning') new EarlyFraudWarnings(ctx).create({ charge });
    else if (!disputed && !refunded) new Disputes(ctx).create({ charge, ...DISPUTES[kind] });
  });
}

const DISPUTES = {
  dispute: { reason: 'fraudulent' },
  dispute_not_received: { reason: 'product_not_received' },
  inquiry: { reason: 'general', inquiry: true },
} as const;
