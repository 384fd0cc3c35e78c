import type { BalanceTransaction } from '../objects/balance-transaction.js';
import { newPayout, type Payout } from '../objects/payout.js';
import { balances, bookBalance } from './balance.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';
import { cancelPayout, failPayout, payPayout, planPayout } from './payout-steps.js';

export interface PayoutCreate {
  /** Minor units. */
  amount: number;
  currency: string;
  description?: string;
  /** A bank account of this account; the first one if not given. */
  destination?: string;
  metadata?: MetadataParam;
  method?: Payout['method'];
  statement_descriptor?: string;
}

const DAY = 86_400;

export class Payouts {
  private daily = false;

  constructor(private readonly ctx: EngineContext) {}

  create({ metadata, method = 'standard', ...params }: PayoutCreate): Payout {
    const currency = params.currency.toLowerCase();
    const available = balances(this.ctx.store, 'available').get(currency) ?? 0;
    if (params.amount < 1) throw invalidRequest('This value must be greater than or equal to 1.', 'amount');
    if (params.amount > available) {
      throw invalidRequest(
        'You have insufficient available funds in your Stripe account. Charges with the card 4000000000000077 are available at once.',
        undefined,
        'balance_insufficient',
      );
    }
    return this.send({ ...params, currency, metadata: newMetadata(metadata), method }, null);
  }

  update(id: string, { metadata }: { metadata?: MetadataParam }): Payout {
    const { record, store } = this.ctx;
    const payout = store.payouts.get(id, 'payout');
    return record.update(
      store.payouts,
      payout,
      { metadata: mergeMetadata(payout.metadata, metadata) },
      'payout.updated',
    );
  }

  cancel(id: string): Payout {
    const payout = this.ctx.store.payouts.get(id, 'payout');
    if (payout.status === 'pending') return cancelPayout(this.ctx, payout);
    throw invalidRequest(`Payouts can be canceled while they are pending, and this one is ${payout.status}.`);
  }

  /** The bank has it, now. */
  pay(id: string): Payout {
    const payout = this.ctx.store.payouts.get(id, 'payout');
    if (payout.status === 'in_transit') return payPayout(this.ctx, payout);
    throw invalidRequest(`Payout ${id} is ${payout.status}, not in transit.`);
  }

  /** The bank sends it back, at times after it was paid. */
  fail(id: string, code?: string): Payout {
    const payout = this.ctx.store.payouts.get(id, 'payout');
    if (payout.status === 'in_transit' || payout.status === 'paid') return failPayout(this.ctx, payout, code);
    throw invalidRequest(`Payout ${id} is ${payout.status} and cannot fail.`);
  }

  /** From now on, each midnight UTC pays out what is available. */
  payDaily(): void {
    if (this.daily) return;
    this.daily = true;
    this.planMidnight();
  }

  /** Everything available goes out, by currency; what is owed waits until there is more. */
  sweep(): Payout[] {
    const { store } = this.ctx;
    const swept = new Set([...store.paidOut.values()].flat());
    const open = store.balanceTransactions.values().filter(({ id, source, status, type }) => {
      const own = type === 'payout' && store.paidOut.has(source);
      return status === 'available' && !swept.has(id) && !own;
    });
    return [...new Set(open.map(({ currency }) => currency))].flatMap((currency) => {
      const moved = open.filter((one) => one.currency === currency);
      const amount = moved.reduce((sum, { net }) => sum + net, 0);
      if (amount < 1) return [];
      return this.send({ amount, currency, description: 'STRIPE PAYOUT', metadata: {}, method: 'standard' }, moved);
    });
  }

  /** @param moved what an automatic payout pays out; null for one by hand */
  private send(
    params: Omit<PayoutCreate, 'metadata'> & Pick<Payout, 'metadata' | 'method'>,
    moved: readonly BalanceTransaction[] | null,
  ): Payout {
    const { clock, ids, record, store } = this.ctx;
    const { amount, currency } = params;
    const id = ids.timed('po');
    const now = clock.now();
    if (moved)
      store.paidOut.set(
        id,
        moved.map((one) => one.id),
      );
    const payout = newPayout({
      id,
      amount,
      arrival_date: now - (now % DAY) + 2 * DAY,
      automatic: moved !== null,
      balance_transaction: bookBalance(this.ctx, { type: 'payout', source: id, amount: -amount, currency }).id,
      created: now,
      currency,
      description: params.description ?? null,
      destination: this.destination(params.destination),
      failure_balance_transaction: null,
      failure_code: null,
      failure_message: null,
      metadata: params.metadata,
      method: params.method,
      reconciliation_status: moved ? 'in_progress' : 'not_applicable',
      statement_descriptor: params.statement_descriptor ?? null,
      status: 'pending',
      trace_id: { status: 'pending', value: null },
    });
    const created = record.create(store.payouts, payout, 'payout.created');
    planPayout(this.ctx, created);
    return created;
  }

  private destination(wanted: string | undefined): string {
    const { bankAccounts } = this.ctx.store;
    const account = wanted ? bankAccounts.get(wanted, 'destination') : bankAccounts.values()[0];
    if (account) return account.id;
    throw invalidRequest('There is no bank account to pay out to.', 'destination', 'no_account');
  }

  private planMidnight(): void {
    const { clock, schedule } = this.ctx;
    schedule.at(clock.now() - (clock.now() % DAY) + DAY, () => {
      this.sweep();
      this.planMidnight();
    });
  }
}
