import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { StripeEvent } from './stripe.types.js';
import type { Verdict } from './verdict.js';

/** A processor method that owns the mirrored row of some event types. */
export interface EventHandler {
  /** `InvoiceProcessor.sync`: for logs and for the message that stops the boot. */
  readonly name: string;
  readonly handle: (event: StripeEvent, tx: EntityManager) => Promise<Verdict>;
}

/** An adopter's method that runs from the outbox, after the commit. */
export interface AfterCommitHandler {
  readonly name: string;
  /** The part of the idempotency key that names the business fact. */
  readonly key: (event: StripeEvent) => string;
  readonly handle: (event: StripeEvent, delivery: AfterCommitDelivery) => Promise<void | 'obsolete'>;
}

/** What an after-commit handler is told besides the event. */
export interface AfterCommitDelivery {
  /** The same at every attempt: hand it on as Message-ID, webhook id or idempotency key. */
  readonly idempotencyKey: string;
  /** From 1. */
  readonly attempt: number;
}

/** Which method handles which event type. Filled at boot, read only afterwards. */
@Injectable()
export class StripeEventRegistry {
  private readonly owners = new Map<string, EventHandler>();
  private readonly followers = new Map<string, AfterCommitHandler[]>();

  /** @throws {TypeError} naming both methods when a type has an owner already. */
  own(type: string, handler: EventHandler): void {
    const owner = this.owners.get(type);
    if (owner) {
      throw new TypeError(
        `'${type}' has two owners: ${owner.name} and ${handler.name}. One method owns a type's row; ` +
          `use @AfterStripeEvent('${type}', …) for what should happen beside it.`,
      );
    }
    this.owners.set(type, handler);
  }

  /** @throws {TypeError} when another method of that name follows the type already: their keys would collide. */
  follow(type: string, handler: AfterCommitHandler): void {
    const followers = this.followers.get(type) ?? [];
    if (followers.some(({ name }) => name === handler.name)) {
      throw new TypeError(`'${type}' is followed twice by ${handler.name}. Give one of the classes another name.`);
    }
    this.followers.set(type, [...followers, handler]);
  }

  ownerOf(type: string): EventHandler | undefined {
    return this.owners.get(type);
  }

  followersOf(type: string): readonly AfterCommitHandler[] {
    return this.followers.get(type) ?? [];
  }

  /** Every owned type, sorted. */
  ownedTypes(): string[] {
    return [...this.owners.keys()].toSorted();
  }
}
