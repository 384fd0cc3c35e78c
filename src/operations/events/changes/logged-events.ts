import { Injectable } from '@nestjs/common';
import { PayloadUnreadableError } from '../../../common/payload.errors.js';
import type { StripeEvent } from '../../../stripe/stripe.types.js';
import { EventLogRepository } from '../../../webhooks/event-log.repository.js';

/** What events of the log say, for those who only look. */
@Injectable()
export class LoggedEvents {
  constructor(private readonly log: EventLogRepository) {}

  /** Null when its payload is gone, or is encrypted with a key that this process does not have. */
  async read(id: string): Promise<StripeEvent | null> {
    const found = await this.log.find(id).catch(unreadable);
    if (!found?.body) return null;
    const event: StripeEvent = JSON.parse(found.body.toString('utf8'));
    if (found.account === '') delete event.account; // it may name the own account, whose rows have none
    return event;
  }
}

function unreadable(error: unknown): null {
  if (error instanceof PayloadUnreadableError) return null;
  throw error;
}
