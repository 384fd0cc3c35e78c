import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OverloadedError, ShapeError } from '../../../common/errors.js';
import { inTime } from '../../../common/in-time.js';
import { bindContext, EventContext } from '../../../database/event-context.js';
import { Sketch, type SketchedRow } from '../../../database/sketch.js';
import { StripeEventRegistry } from '../../../stripe/stripe-event.registry.js';
import type { StripeEvent } from '../../../stripe/stripe.types.js';
import { whileReading } from '../search/reading.js';

/** Milliseconds for a handler, and for a statement of it. */
const LIMIT = 2_000;

/** What an event says of rows, or why that cannot be said. */
type Sketched =
  | {
      readonly rows: readonly SketchedRow[];
      /** Its handler does more than that. */
      readonly isPartial: boolean;
    }
  | { readonly rows: null; readonly state: 'not_handled' | 'not_understood' | 'not_computable' };

/** Asks the very handlers that write rows what they would write, in a transaction that can write nothing. */
@Injectable()
export class Sketches {
  constructor(
    private readonly registry: StripeEventRegistry,
    private readonly dataSource: DataSource,
  ) {}

  /** @throws {OverloadedError} when too many others read. */
  async sketch(event: StripeEvent): Promise<Sketched> {
    const owner = this.registry.ownerOf(event.type);
    if (!owner) return { rows: null, state: 'not_handled' };
    const sketch = new Sketch();
    const context = new EventContext(false, (type) => this.registry.ownerOf(type) !== undefined, sketch);
    try {
      await whileReading(this.dataSource, LIMIT, (tx) => {
        bindContext(tx, context);
        return inTime(owner.handle(event, tx), LIMIT, owner.name);
      });
      return { rows: sketch.rows, isPartial: false };
    } catch (error) {
      if (error instanceof OverloadedError) throw error;
      if (error instanceof ShapeError) return { rows: null, state: 'not_understood' };
      return sketch.rows.length > 0 ? { rows: sketch.rows, isPartial: true } : { rows: null, state: 'not_computable' };
    }
  }
}
