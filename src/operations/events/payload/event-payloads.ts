import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog, type Actor } from '../../../audit/audit-log.js';
import { PayloadGoneError } from '../../../common/payload.errors.js';
import { NotFoundError } from '../../../common/request.errors.js';
import { inTransaction } from '../../../database/in-transaction.js';
import { isTooDeep } from '../../../stripe/depth.js';
import { EventLogRepository } from '../../../webhooks/event-log.repository.js';
import type { Reach } from '../../operator.js';
import { masked } from './masked.js';
import type { PayloadAnswer } from './payload.answers.js';

/** Who asks for something, and why. */
export interface AskedBy {
  readonly caller: Actor;
  readonly reason: string;
}

/** What events say. */
@Injectable()
export class EventPayloads {
  constructor(
    private readonly log: EventLogRepository,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  /** @throws {NotFoundError} @throws {PayloadGoneError} */
  async masked(event: string, reach: Reach): Promise<PayloadAnswer> {
    const body = await this.body(event, reach);
    return { event, masked: true, payload: masked(JSON.parse(body)) };
  }

  /** Nothing is told before it is in the audit log who has asked. @throws {NotFoundError} @throws {PayloadGoneError} */
  async unmasked(event: string, reach: Reach, { caller, reason }: AskedBy): Promise<PayloadAnswer> {
    const body = await this.body(event, reach);
    await inTransaction(this.dataSource, (tx) =>
      this.audit.write(tx, {
        caller,
        action: 'event.unmask',
        object: { type: 'event', id: event },
        before: null,
        after: { reason },
      }),
    );
    const payload: unknown = JSON.parse(body);
    return { event, masked: false, payload: isTooDeep(payload) ? body : payload }; // too deep to be written again
  }

  private async body(event: string, reach: Reach): Promise<string> {
    const found = await this.log.find(event);
    if (!found || (reach !== undefined && found.account !== reach)) throw new NotFoundError();
    if (!found.body) throw new PayloadGoneError('nothing of it is left');
    return found.body.toString('utf8');
  }
}
