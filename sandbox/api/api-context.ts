import type { Deliveries } from '../delivery/deliveries.js';
import type { Engine } from '../engine/engine.js';
import type { Faults } from '../faults/faults.js';

export interface ApiContext {
  readonly engine: Engine;
  readonly deliveries: Deliveries;
  readonly faults: Faults;
  /** The account's default version. */
  readonly apiVersion: string;
}
