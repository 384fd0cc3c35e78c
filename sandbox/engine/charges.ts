import type { Charge } from '../objects/charge.js';
import type { EngineContext } from './context.js';
import { given, mergeMetadata, type MetadataParam } from './metadata.js';

export class Charges {
  constructor(private readonly ctx: EngineContext) {}

  update(id: string, { metadata, ...params }: { description?: string; metadata?: MetadataParam }): Charge {
    const { record, store } = this.ctx;
    const charge = store.charges.get(id);
    const patch = { ...given(params), metadata: mergeMetadata(charge.metadata, metadata) };
    return record.update(store.charges, charge, patch, 'charge.updated');
  }
}
