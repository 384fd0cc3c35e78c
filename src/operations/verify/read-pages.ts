import { Injectable } from '@nestjs/common';
import { ObjectList, type ListOf } from '../../stripe/object-list.js';
import { EventLogRepository } from '../../webhooks/event-log.repository.js';
import type { ReadObject } from '../../webhooks/object-sync.js';

/** Stripe's lists as reads: with the moments from which on an event may be newer than what was listed. */
@Injectable()
export class ReadPages {
  constructor(
    private readonly lists: ObjectList,
    private readonly log: EventLogRepository,
  ) {}

  /** @throws {StripeUnavailableError} @throws {StripeRefusedError} */
  async *of(list: ListOf, signal: AbortSignal): AsyncGenerator<ReadObject[]> {
    const pages = this.lists.pages(list, null, signal);
    for (;;) {
      const startedAt = await this.log.now();
      const next = await pages.next();
      if (next.done) return;
      const { objects, readAt } = next.value;
      yield objects.map((object) => ({
        ref: { account: list.account, id: String(object['id']), type: list.type },
        read: { object, readAt, startedAt },
      }));
    }
  }
}
