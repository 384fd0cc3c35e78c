import type { BalanceTransaction } from '../objects/balance-transaction.js';
import type { Charge } from '../objects/charge.js';
import { type Dispute, isInquiry, newDispute, NO_EVIDENCE } from '../objects/dispute.js';
import { bookBalance } from './balance.js';
import type { EngineContext } from './context.js';
import { endRisk } from './risk.js';

/** Visa's codes; a reason that has none here is taken for fraud. */
const NETWORK_REASONS: Readonly<Record<string, string>> = {
  credit_not_processed: '13.6',
  duplicate: '12.6.1',
  fraudulent: '10.4',
  product_not_received: '13.1',
  product_unacceptable: '13.3',
  subscription_canceled: '13.2',
};

const DAY = 86_400;
/** What a dispute costs in the US, won or lost. Minor units. */
const DISPUTE_FEE = 1_500;
const DAYS_TO_RESPOND = 9;
/** So long after an inquiry no chargeback can follow. */
const INQUIRY_DAYS = 120;

interface DisputeOpening {
  /** Minor units. */
  readonly amount: number;
  readonly reason: string;
  /** `lost`: it cannot be challenged and is decided as it arrives. */
  readonly status: 'needs_response' | 'warning_needs_response' | 'lost';
}

/** The bank disputes a charge: `charge.dispute.created`, `charge.updated`, and the money goes unless it is an inquiry. */
export function openDispute(ctx: EngineContext, charge: Charge, { amount, reason, status }: DisputeOpening): Dispute {
  const { clock, ids, record, schedule, store } = ctx;
  const id = ids.timed('du');
  const inquiry = status === 'warning_needs_response';
  const due = status === 'lost' ? null : dueBy(clock.now());
  const brand = store.paymentMethods.get(charge.payment_method).card?.brand ?? 'visa';
  store.disputeOfCharge.set(charge.id, id);
  const dispute = newDispute({
    id,
    amount,
    balance_transactions: inquiry ? [] : [withdraw(ctx, id, charge.id, amount, charge.currency)],
    charge: charge.id,
    created: clock.now(),
    currency: charge.currency,
    evidence: { ...NO_EVIDENCE, enhanced_evidence: {} },
    evidence_details: {
      due_by: due,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    is_charge_refundable: inquiry,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand,
        case_type: inquiry ? 'inquiry' : 'chargeback',
        network: brand,
        network_reason_code: NETWORK_REASONS[reason] ?? '10.4',
      },
      type: 'card',
    },
    reason,
    status,
  });
  const created = record.create(store.disputes, dispute, 'charge.dispute.created');
  record.update(store.charges, charge, { disputed: true }, 'charge.updated');
  if (!inquiry) record.emit('charge.dispute.funds_withdrawn', created);
  if (status === 'lost') record.emit('charge.dispute.closed', created);
  endRisk(ctx, charge.id, 'disputed');
  if (due !== null) loseIfUnanswered(ctx, id, due);
  if (inquiry) schedule.after(INQUIRY_DAYS * DAY, () => endInquiry(ctx, id));
  return created;
}

/** An inquiry becomes a chargeback: the same dispute, now with the money gone and a new time to answer. */
export function escalate(ctx: EngineContext, dispute: Dispute): Dispute {
  const { clock, record, store } = ctx;
  const due_by = dueBy(clock.now());
  const { card } = dispute.payment_method_details;
  const patch: Partial<Dispute> = {
    balance_transactions: [withdraw(ctx, dispute.id, dispute.charge, dispute.amount, dispute.currency)],
    evidence_details: {
      ...dispute.evidence_details,
      due_by,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    is_charge_refundable: false,
    payment_method_details: { card: { ...card, case_type: 'chargeback' }, type: 'card' },
    status: 'needs_response',
  };
  const escalated = record.update(store.disputes, dispute, patch, 'charge.dispute.updated');
  record.emit('charge.dispute.funds_withdrawn', escalated);
  loseIfUnanswered(ctx, dispute.id, due_by);
  return escalated;
}

/** `charge.dispute.closed`; a win gives the amount back, never the fee (`charge.dispute.funds_reinstated`). */
export function closeDispute(
  ctx: EngineContext,
  dispute: Dispute,
  status: 'won' | 'lost' | 'warning_closed',
  pastDue = false,
): Dispute {
  const { record, store } = ctx;
  const { amount, balance_transactions, charge, currency, evidence_details, id } = dispute;
  const won = status === 'won';
  const back = { type: 'adjustment', source: id, amount, currency, reporting_category: 'dispute_reversal' } as const;
  const patch: Partial<Dispute> = {
    evidence_details: { ...evidence_details, past_due: pastDue },
    status,
    ...(won && {
      balance_transactions: [
        ...balance_transactions,
        bookBalance(ctx, { ...back, description: `Chargeback reversal for ${charge}` }),
      ],
    }),
  };
  const closed = record.step(store.disputes, dispute, patch, 'charge.dispute.closed');
  if (won) record.emit('charge.dispute.funds_reinstated', closed);
  return closed;
}

function withdraw(
  ctx: EngineContext,
  source: string,
  charge: string,
  amount: number,
  currency: string,
): BalanceTransaction {
  return bookBalance(ctx, {
    type: 'adjustment',
    source,
    amount: -amount,
    currency,
    description: `Chargeback withdrawal for ${charge}`,
    fee: DISPUTE_FEE,
    feeDescription: 'Dispute fee',
    reporting_category: 'dispute',
  });
}

function dueBy(now: number): number {
  return now - (now % DAY) + (DAYS_TO_RESPOND + 1) * DAY - 1;
}

function loseIfUnanswered(ctx: EngineContext, id: string, due: number): void {
  ctx.schedule.at(due + 1, () => {
    const dispute = ctx.store.disputes.get(id);
    if (dispute.status === 'needs_response' && dispute.evidence_details.due_by === due)
      closeDispute(ctx, dispute, 'lost', true);
  });
}

function endInquiry(ctx: EngineContext, id: string): void {
  const dispute = ctx.store.disputes.get(id);
  if (isInquiry(dispute) && dispute.status !== 'warning_closed') closeDispute(ctx, dispute, 'warning_closed');
}
