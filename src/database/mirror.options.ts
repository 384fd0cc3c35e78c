import type { EntityTarget } from 'typeorm';
import type { StripeObject } from '../stripe/stripe.types.js';
import type { NamedObject, ObservedKind } from './event-context.js';
import type { MirrorEntity, OwnedEntity } from './mirror.entity.js';
import type { MirrorRepository } from './mirror.repository.js';

/** Pure: a Stripe object of any API version to every mapped column of its row. */
export type Mapper<Columns> = (object: StripeObject) => Columns;

/** Objects that old API versions embed in another one's snapshot, `charge.refunds.data` for example. */
export interface Embedded {
  readonly repository: Pick<MirrorRepository<object>, 'applyEmbedded' | 'withoutPersonal'>;
  readonly objects: (object: StripeObject) => readonly StripeObject[];
  readonly toRow: Mapper<object>;
}

export interface MirrorOptions<Columns> {
  readonly entity: EntityTarget<MirrorEntity>;
  /** Rows that are replaced with their parent, by the property of the mapped columns that holds them. */
  readonly owned?: { readonly [P in keyof Columns]?: EntityTarget<OwnedEntity> };
  /**
   * Links with a secret that expires: Stripe makes them anew whenever it shows the object. The row holds the last one, but
   * two states that differ in nothing but these are one. Whether there is a link at all is part of the state.
   */
  readonly volatile?: readonly (keyof Columns & string)[];
  /** Where a row names the customer whose derived state depends on it: its own id, or a column. */
  readonly touches?: 'id' | (keyof Columns & string);
  /** What plans are made of. */
  readonly catalog?: 'price' | 'product';
  readonly embedded?: readonly Embedded[];
  /**
   * Its history is kept: each second's last state is told to those who observe, whatever the verdicts of its events. Like
   * the row it is a function of the set of events: it is decided with the mirror row locked, by the log.
   */
  readonly observed?: ObservedKind;
  /**
   * Objects that this one names and of which no event tells (balance transactions). Asked of every snapshot and read,
   * whatever its verdict: what was named once exists, and so their set does not depend on the order of events. Here and
   * not in the repositories because only `apply` sees the objects that reads and parents bring.
   */
  readonly names?: (object: StripeObject) => readonly Omit<NamedObject, 'account'>[];
}
