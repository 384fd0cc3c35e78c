import { type Dispute, type EvidenceTexts, isDecided, isInquiry, NO_EVIDENCE } from '../objects/dispute.js';
import type { EngineContext } from './context.js';
import { closeDispute, escalate, openDispute } from './dispute-steps.js';
import { invalidRequest } from './errors.js';
import { mergeMetadata, type MetadataParam } from './metadata.js';

export interface DisputeCreate {
  charge: string;
  /** Minor units; what has not been refunded if not given. */
  amount?: number;
  reason?: string;
  /** The bank only asks: no money goes. */
  inquiry?: boolean;
  /** Lost as it arrives. */
  unchallengeable?: boolean;
}

interface DisputeUpdate {
  evidence?: Partial<Record<keyof EvidenceTexts, string>>;
  metadata?: MetadataParam;
  /** Evidence goes to the bank unless this is false. */
  submit?: boolean;
}

const DAY = 86_400;
const DAYS_TO_DECIDE = 60;
/** Stripe's words in `uncategorized_text` for test cards; the bank then decides within a second. */
const TEST_VERDICTS: Readonly<Record<string, 'win' | 'lose' | 'escalate'>> = {
  winning_evidence: 'win',
  losing_evidence: 'lose',
  escalate_inquiry_evidence: 'escalate',
};

export class Disputes {
  constructor(private readonly ctx: EngineContext) {}

  /** The cardholder's bank disputes a charge. Stripe's API has no such call: the network brings it. */
  create({ charge: id, reason = 'fraudulent', inquiry, unchallengeable, ...params }: DisputeCreate): Dispute {
    const { store } = this.ctx;
    const charge = store.charges.get(id, 'charge');
    const left = charge.amount - charge.amount_refunded;
    const amount = params.amount ?? left;
    if (charge.status !== 'succeeded' || !charge.captured || left === 0) {
      throw invalidRequest(`Charge ${id} holds no money to dispute.`, 'charge');
    }
    if (charge.disputed) throw invalidRequest(`Charge ${id} has been disputed before.`, 'charge');
    if (store.paymentMethods.get(charge.payment_method).type !== 'card') {
      throw invalidRequest(`Charge ${id} is not of a card.`, 'charge');
    }
    if (amount < 1 || amount > charge.amount) throw invalidRequest(`Charge ${id} is not of ${amount}.`, 'amount');
    const undecided = inquiry ? 'warning_needs_response' : 'needs_response';
    return openDispute(this.ctx, charge, { amount, reason, status: unchallengeable ? 'lost' : undecided });
  }

  update(id: string, { evidence: sent, metadata, submit }: DisputeUpdate): Dispute {
    const { record, store } = this.ctx;
    const dispute = store.disputes.get(id, 'dispute');
    const submits = submit ?? sent !== undefined;
    if (sent || submits) this.refuseUnanswerable(dispute);
    const evidence = { ...dispute.evidence, ...evidenceOf(sent) };
    const details = dispute.evidence_details;
    const patch: Partial<Dispute> = {
      evidence,
      evidence_details: {
        ...details,
        has_evidence: Object.values(evidence).some((text) => typeof text === 'string'),
        ...(submits && { submission_count: details.submission_count + 1, submission_method: 'manual' }),
      },
      metadata: mergeMetadata(dispute.metadata, metadata),
      ...(submits && { status: isInquiry(dispute) ? 'warning_under_review' : 'under_review' }),
    };
    const updated = record.update(store.disputes, dispute, patch, 'charge.dispute.updated');
    if (submits) this.planVerdict(updated);
    return updated;
  }

  /** The merchant gives in. */
  close(id: string): Dispute {
    const dispute = this.ctx.store.disputes.get(id, 'dispute');
    if (dispute.status !== 'needs_response') {
      throw invalidRequest(`Only a dispute that needs a response can be closed, and this one is ${dispute.status}.`);
    }
    return closeDispute(this.ctx, dispute, 'lost');
  }

  /** The bank's verdict, now. An inquiry ends as `warning_closed` whichever way it goes. */
  decide(id: string, verdict: 'won' | 'lost'): Dispute {
    const dispute = this.undecided(id);
    return closeDispute(this.ctx, dispute, isInquiry(dispute) ? 'warning_closed' : verdict);
  }

  /** The bank makes an inquiry a chargeback. */
  escalate(id: string): Dispute {
    const dispute = this.undecided(id);
    if (!isInquiry(dispute)) throw invalidRequest(`Dispute ${id} is a chargeback already.`);
    return escalate(this.ctx, dispute);
  }

  private undecided(id: string): Dispute {
    const dispute = this.ctx.store.disputes.get(id, 'dispute');
    if (isDecided(dispute)) throw invalidRequest('This dispute is already closed.');
    return dispute;
  }

  private refuseUnanswerable({ evidence_details, status }: Dispute): void {
    if (status === 'needs_response' || status === 'warning_needs_response') return;
    const submitted = evidence_details.submission_count > 0 && status.endsWith('under_review');
    throw invalidRequest(
      submitted ? 'Evidence has already been submitted for this dispute.' : 'This dispute is already closed.',
    );
  }

  private planVerdict({ id, evidence, evidence_details }: Dispute): void {
    const { schedule, store } = this.ctx;
    const verdict = TEST_VERDICTS[evidence.uncategorized_text ?? ''];
    schedule.after(verdict ? 1 : DAYS_TO_DECIDE * DAY, () => {
      const now = store.disputes.get(id);
      if (!now.status.endsWith('under_review') || now.evidence_details.due_by !== evidence_details.due_by) return;
      if (verdict === 'escalate' && isInquiry(now)) this.escalate(id);
      else this.decide(id, verdict === 'win' ? 'won' : 'lost');
    });
  }
}

/** Empty texts take back what was there. @throws StripeApiError for a name that no evidence has, and for no text */
function evidenceOf(sent: Readonly<Record<string, unknown>> = {}): Partial<EvidenceTexts> {
  const texts = Object.entries(sent).map(([name, text]): [string, string | null] => {
    const param = `evidence[${name}]`;
    if (!Object.hasOwn(NO_EVIDENCE, name)) {
      throw invalidRequest(`Received unknown parameter: ${param}`, param, 'parameter_unknown');
    }
    if (typeof text !== 'string') throw invalidRequest(`Invalid string: ${JSON.stringify(text)}`, param);
    return [name, text === '' ? null : text];
  });
  return Object.fromEntries(texts);
}
