import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../auth/caller.js';
import { describeError } from '../common/describe-error.js';
import { CountinghouseError } from '../common/errors.js';
import { inTransaction } from '../database/in-transaction.js';
import { mayHaveTakenEffect } from '../stripe/call-errors.js';
import { StripeCalls } from '../stripe/stripe.calls.js';
import { AuditLog, type AuditedChange, type CallStage } from './audit-log.js';

type Request<T> = Parameters<typeof StripeCalls.prototype.run<T>>[0];

/** Who asks for a change, and under which key Stripe makes it once. */
export interface AskedBy {
  readonly caller: Caller;
  readonly idempotencyKey: string;
  /** The connected account in which it is done, where that is not the caller's own. */
  readonly account?: string;
  /** Whether the same request has begun before: our rows may show its own effect. */
  readonly isRepeat?: boolean;
}

/** What is asked for: `after` as it is wanted, and the object's id '' while Stripe has not made it. */
type Asked = Omit<AuditedChange, 'caller'>;

/** What Stripe's answer says besides. */
interface Told extends Partial<Pick<AuditedChange, 'object' | 'after'>> {
  /** Rows of ours that come of it, in the transaction of its row. */
  readonly also?: (tx: EntityManager) => Promise<void>;
}

/**
 * Changes at Stripe that a caller asks for. That it was asked is in the audit log before Stripe is, and what came of it
 * before the caller is answered. When the second fails, the first is left, and shows that nobody has said how it ended.
 */
@Injectable()
export class AuditedCalls {
  constructor(
    private readonly stripe: StripeCalls,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(AuditedCalls.name);
  }

  /** @throws what {@link StripeCalls.run} throws. */
  async run<T>(
    request: Request<T>,
    { caller, idempotencyKey, account = caller.account }: AskedBy,
    asked: Asked,
    tell: (answer: T) => Told = () => ({}),
  ): Promise<T> {
    const change = { caller, ...asked };
    const requestRow = await this.write(change, { outcome: 'requested', idempotencyKey, requestRow: null });
    const stage = { idempotencyKey, requestRow };
    let answer: T;
    try {
      answer = await this.stripe.run(request, { idempotencyKey, account });
    } catch (error) {
      await this.writeFailure(change, error, stage);
      throw error;
    }
    const { also, ...told } = tell(answer);
    await this.write({ ...change, ...told }, { ...stage, outcome: 'done' }, also);
    return answer;
  }

  /** The object that an attempt at the same request before this one was about; null: it did not come so far. */
  askedBefore({ idempotencyKey }: AskedBy): Promise<string | null> {
    return this.audit.requested(this.dataSource.manager, idempotencyKey);
  }

  private write(change: AuditedChange, stage: CallStage, also?: Told['also']): Promise<string> {
    return inTransaction(this.dataSource, async (tx) => {
      await also?.(tx);
      return this.audit.writeStage(tx, change, stage);
    });
  }

  /** The caller is told what Stripe said, also when the log does not take it. */
  private async writeFailure(change: AuditedChange, error: unknown, stage: Omit<CallStage, 'outcome'>): Promise<void> {
    const isOurs = error instanceof CountinghouseError;
    const after = isOurs ? { code: error.code, ...error.members } : { code: 'internal' };
    const outcome = isOurs && !mayHaveTakenEffect(error) ? 'refused' : 'unknown';
    try {
      await this.write({ ...change, after }, { ...stage, outcome });
    } catch (unwritten) {
      this.logger.warn({ reason: describeError(unwritten) }, 'how a call to Stripe ended is not in the audit log');
    }
  }
}
