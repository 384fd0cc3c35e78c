import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AuditLog, type Actor } from '../../audit/audit-log.js';
import { NotFoundError } from '../../common/request.errors.js';
import { inTransaction } from '../../database/in-transaction.js';
import { Barrier } from './barrier.js';
import { BelongingsRepository } from './belongings.repository.js';
import { countOf, type Belongings, type CustomerKey, type ErasureMark } from './erased-customer.js';
import { EventClearing } from './event-clearing.js';
import { MarkRepository } from './mark.repository.js';
import { ERASE_ACTION, NoteClearing } from './note-clearing.js';
import { PreviewRepository, type ErasurePreview } from './preview.repository.js';
import { RowClearing } from './row-clearing.js';

/** Whose data, and who says so and why. */
export interface ErasureRequest extends CustomerKey {
  readonly reason: string;
  readonly caller: Actor;
}

/** What was written. A second erasure of the same customer finds little to do. */
export interface Cleared {
  /** Objects of the customer's that are known. */
  readonly objects: number;
  /** Mirrored rows, and rows that they own. */
  readonly rows: number;
  /** Payloads of events. */
  readonly payloads: number;
  /** Rows of our own: the audit log, rules, kept answers, errors. */
  readonly notes: number;
}

export interface ErasureResult extends Cleared, ErasureMark {}

/** Rounds of looking for what has come to light meanwhile. */
const MOST_ROUNDS = 5;

/**
 * Erases one customer: everything that names a person, in every table, by the ids with which rows name each other. What
 * arrives later of the same objects is kept without it (docs/privacy.md, docs/adr/0012-what-an-erasure-leaves.md).
 */
@Injectable()
export class Erasure {
  constructor(
    private readonly dataSource: DataSource,
    private readonly marks: MarkRepository,
    private readonly barrier: Barrier,
    private readonly belongings: BelongingsRepository,
    private readonly rows: RowClearing,
    private readonly events: EventClearing,
    private readonly notes: NoteClearing,
    private readonly previews: PreviewRepository,
    private readonly audit: AuditLog,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(Erasure.name);
  }

  /** What there is of a customer; nothing is written. @throws {NotFoundError} when nothing is. */
  async preview(customer: CustomerKey): Promise<ErasurePreview> {
    const found = await this.belongings.of(customer);
    const [mark, preview] = [await this.marks.find(customer), await this.previews.of(customer, found)];
    if (!mark && countOf(found) === 1 && preview.events === 0 && !(await this.previews.isKnown(customer))) {
      throw new NotFoundError();
    }
    return { ...preview, erasedAt: mark?.erasedAt ?? null, finishedAt: mark?.finishedAt ?? null };
  }

  /**
   * Marks the customer, and clears what there is. When the process dies in between, or the signal ends it, another one
   * goes on: from the mark on nothing new is kept anyway.
   *
   * @throws {NotFoundError} @throws the signal's reason; before the mark nothing is done.
   */
  async erase(
    { account, customerId, reason, caller }: ErasureRequest,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<ErasureResult> {
    const customer = { account, customerId };
    await this.preview(customer);
    signal.throwIfAborted(); // the mark cannot be taken back
    await inTransaction(this.dataSource, async (tx) => {
      await this.marks.set(tx, customer);
      await this.audit.write(tx, {
        caller,
        action: ERASE_ACTION,
        object: { type: 'customer', id: customerId },
        before: null,
        after: { reason, ...(account === '' ? {} : { account }) },
      });
    });
    const cleared = await this.finish(customer, true, signal);
    const mark = await this.marks.find(customer);
    return { ...cleared, erasedAt: mark?.erasedAt ?? new Date(), finishedAt: mark?.finishedAt ?? null };
  }

  /**
   * Clears what a mark stands for, from whatever point: all that is clear already is left alone.
   *
   * @param everything look through the events that no row tells of, too.
   */
  async finish(customer: CustomerKey, everything: boolean, signal: AbortSignal): Promise<Cleared> {
    await this.barrier.pass(signal);
    const { account } = customer;
    let known: Belongings = new Map();
    let [rows, payloads, notes] = [0, 0, 0];
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      const found = await this.belongings.of(customer);
      if (countOf(found) === countOf(known)) break;
      known = found;
      await this.marks.add(this.dataSource.manager, customer, known);
      rows += await this.rows.clear(account, known, signal);
      payloads += await this.events.ofObjects(account, known, signal);
      if (everything && round === 1) payloads += await this.clearStrays(customer, known, signal);
      notes += await this.notes.clear(customer, known, signal);
      await this.marks.cleared(customer, known);
    }
    if (everything) await this.marks.finish(customer);
    const cleared = { objects: countOf(known), rows, payloads, notes };
    this.logger.info({ customer: customer.customerId, account: account || undefined, ...cleared }, 'customer erased');
    return cleared;
  }

  /** What comes to light by an event alone is the customer's from now on, and found by the next round. */
  private async clearStrays(customer: CustomerKey, known: Belongings, signal: AbortSignal): Promise<number> {
    const found = new Map<string, Set<string>>();
    const add = (kind: string, id: string): void => void found.set(kind, (found.get(kind) ?? new Set()).add(id));
    const payloads = await this.events.ofNoRow(customer.account, known, signal, add);
    await this.marks.add(this.dataSource.manager, customer, found);
    return payloads;
  }
}
