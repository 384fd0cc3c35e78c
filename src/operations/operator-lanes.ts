import type { DataSource } from 'typeorm';
import { Slots } from '../common/slots.js';

/** Reads at once of a pool of ten (`DATABASE_POOL_SIZE`): with a preview and two reports five are left to webhooks. */
const READS = 2;
/** Each holds a connection, and locks rows that workers want. */
const PREVIEWS = 1;
/** Milliseconds: most reads take some, and none of their statements more than five seconds. */
const PATIENCE = 3_000;

interface OperatorLanes {
  readonly reads: Slots;
  readonly previews: Slots;
}

const lanes = new WeakMap<DataSource, OperatorLanes>();

/** What operators look at may be slow, and must not take the connections from what arrives: the lanes of one pool. */
export function operatorLanesOf(dataSource: DataSource): OperatorLanes {
  const known = lanes.get(dataSource);
  if (known) return known;
  const made = {
    reads: new Slots(READS, PATIENCE, 'reads of operators'),
    previews: new Slots(PREVIEWS, PATIENCE, 'previews'),
  };
  lanes.set(dataSource, made);
  return made;
}
