import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { EntityManager } from 'typeorm';
import { ShapeError } from '../../common/errors.js';
import { DerivedState } from '../../database/derived-state.js';
import type { Sighting } from '../../database/event-context.js';
import { onCommit } from '../../database/in-transaction.js';
import { id } from '../../stripe/shapes/fields.js';
import { leavesTombstone } from '../../stripe/tombstone.js';
import { couponFactsOf, discountFactsOf, subscriptionFactsOf } from './facts.reader.js';
import { MrrDerivation } from './mrr.derivation.js';
import { MrrRepository, type Fact } from './mrr.repository.js';

/** Keeps what events and reads tell of recurring revenue, in the transaction that writes the rows. */
@Injectable()
export class MrrFacts implements OnModuleInit {
  constructor(
    private readonly derived: DerivedState,
    private readonly repository: MrrRepository,
    private readonly derivation: MrrDerivation,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(MrrFacts.name);
  }

  onModuleInit(): void {
    this.derived.observe((tx, sightings) => this.keep(tx, sightings));
  }

  private async keep(tx: EntityManager, sightings: readonly Sighting[]): Promise<void> {
    const facts = once(sightings.flatMap((sighting) => this.readOrWarn(sighting)));
    if (facts.length === 0) return;
    if (await this.repository.keep(tx, facts)) onCommit(tx, () => this.derivation.wake());
  }

  /** What the mirrored row can do without must not keep the row from being written. */
  private readOrWarn(sighting: Sighting): Fact[] {
    try {
      return factsOf(sighting);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      const { account, id: object, eventId } = sighting;
      const line = { account: account || undefined, object, event: eventId, reason: error.message };
      this.logger.warn(line, 'recurring revenue goes on without this snapshot');
      return [];
    }
  }
}

/** A coupon's terms have one fact, however many seconds of its life are told at once: the latest. */
const once = (facts: readonly Fact[]): Fact[] => [
  ...new Map(facts.map((fact) => [JSON.stringify([fact.account, fact.kind, fact.id, fact.at]), fact])).values(),
];

function factsOf({ kind, account, id: objectId, at, eventId, type, object }: Sighting): Fact[] {
  const key = { kind, account, id: objectId };
  if (kind === 'coupon') {
    const never = { at: null, eventId: null, type: 'coupon', customerId: null, couponId: null };
    return [{ ...key, ...never, facts: couponFactsOf(object) }];
  }
  const customerId = id(object, 'customer');
  if (customerId === null) return [];
  const told = { ...key, at, eventId, type, customerId };
  if (kind === 'subscription') return [{ ...told, couponId: null, facts: subscriptionFactsOf(object) }];
  const facts = discountFactsOf(object, leavesTombstone(type));
  return [{ ...told, couponId: facts.coupon, facts }];
}
