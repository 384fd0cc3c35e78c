import { Injectable } from '@nestjs/common';
import { snapshotOf } from '../../../stripe/snapshot.js';
import { StripeEventRegistry } from '../../../stripe/stripe-event.registry.js';
import type { StripeEvent } from '../../../stripe/stripe.types.js';
import { idOf } from '../../../stripe/shapes/id.js';
import { AFTER_COMMIT_TOPIC } from '../../../webhooks/after-commit.js';
import { afterCommitKey } from '../../../webhooks/after-commit-key.js';
import { LoggedEvents } from '../changes/logged-events.js';
import { maskedFields } from '../payload/masked.js';
import type { StoryAnswer } from './story.answers.js';
import { StoryRepository, type StoryRow } from './story.repository.js';

type Caused = Pick<StoryAnswer, 'derived' | 'outbox'>;

/** What followed from an event: for tenants, and in the outbox. */
@Injectable()
export class CausedEntries {
  constructor(
    private readonly events: LoggedEvents,
    private readonly registry: StripeEventRegistry,
    private readonly stories: StoryRepository,
  ) {}

  async of(row: StoryRow): Promise<Caused> {
    const event = await this.events.read(row.id);
    const customers = event ? customersOf(event) : [];
    const changes = await this.stories.tenantChanges(row, customers);
    const derived = changes.map(({ at, before, after, tenant }) => ({
      tenant,
      at: at.toISOString(),
      before: maskedFields(before),
      after: maskedFields(after),
    }));
    return { derived, outbox: event ? await this.outboxOf(row, event) : [] };
  }

  private async outboxOf({ id, account }: StoryRow, event: StripeEvent): Promise<Caused['outbox']> {
    const keys = this.registry.followersOf(event.type).map((follower) => afterCommitKey(follower, account, event));
    if (keys.length === 0) return [];
    const entries = await this.stories.outbox(AFTER_COMMIT_TOPIC, keys);
    return entries.map(({ handler, eventId, createdAt, settledAt, ...entry }) => ({
      ...entry,
      handler: handler ?? '',
      isOwn: eventId === id,
      createdAt: createdAt.toISOString(),
      settledAt: settledAt && settledAt.toISOString(),
    }));
  }
}

/** Whom the event may concern: the customer that its object names, or is. */
function customersOf(event: StripeEvent): string[] {
  const { object } = snapshotOf(event);
  return [idOf(object?.['customer']), idOf(object?.['id'])].filter((id) => id !== null);
}
