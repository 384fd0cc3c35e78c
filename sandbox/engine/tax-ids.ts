import { newTaxId, type TaxId, type Verification } from '../objects/tax-id.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';

export interface TaxIdCreate {
  type: string;
  value: string;
}

/** Verification answers after about this long. */
const VERIFICATION_SECONDS = 3_600;

/** Types that an authority is asked about. */
const VERIFIED_TYPES = new Set(['au_abn', 'ch_uid', 'ch_vat', 'eu_vat', 'gb_vat', 'no_vat', 'sg_gst', 'th_vat']);

/** How verification ends in test mode is the value's choice; any other value is verified. */
const OUTCOMES: readonly { readonly ends: string; readonly status: Verification['status'] }[] = [
  { ends: '111111111', status: 'unverified' },
  { ends: '222222222', status: 'pending' },
];

export class TaxIds {
  constructor(private readonly ctx: EngineContext) {}

  create(customer: string, { type, value }: TaxIdCreate): TaxId {
    const { clock, ids, record, schedule, store } = this.ctx;
    store.customers.get(customer, 'customer');
    if (!/^(?!unknown$)[a-z]{2}_[a-z0-9_]+$/.test(type)) throw invalidRequest(`Invalid type: ${type}`, 'type');
    if (!/^[A-Z0-9][A-Z0-9 .\-/]{1,49}$/i.test(value)) {
      throw invalidRequest(`Invalid value for ${type}.`, 'value', 'tax_id_invalid');
    }
    const id = ids.timed('txi');
    const asked = VERIFIED_TYPES.has(type);
    if (asked) schedule.after(VERIFICATION_SECONDS, () => this.verify(id));
    const taxId = newTaxId({
      id,
      country: type.startsWith('eu_') ? value.slice(0, 2).toUpperCase() : type.slice(0, 2).toUpperCase(),
      created: clock.now(),
      customer,
      owner: { customer, customer_account: null, type: 'customer' },
      type,
      value,
      verification: { status: asked ? 'pending' : 'unavailable', verified_address: null, verified_name: null },
    });
    return record.create(store.taxIds, taxId, 'customer.tax_id.created');
  }

  delete(id: string): void {
    const { record, store } = this.ctx;
    record.remove(store.taxIds, store.taxIds.get(id), 'customer.tax_id.deleted');
  }

  private verify(id: string): void {
    const { record, store } = this.ctx;
    const taxId = store.taxIds.find(id);
    if (!taxId) return;
    const status = OUTCOMES.find(({ ends }) => taxId.value.endsWith(ends))?.status ?? 'verified';
    const name = store.customers.find(taxId.customer)?.name ?? null;
    const verification = { ...taxId.verification, status, verified_name: status === 'verified' ? name : null };
    record.update(store.taxIds, taxId, { verification }, 'customer.tax_id.updated');
  }
}

/** As an invoice shows them. */
export function taxIdsOf({ store }: EngineContext, customer: string): { type: string; value: string }[] {
  const own = store.taxIds.values().filter((taxId) => taxId.customer === customer);
  return own.map(({ type, value }) => ({ type, value }));
}
