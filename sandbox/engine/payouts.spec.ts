import { balances } from './balance.js';
import { createBankAccount } from './bank-accounts.js';
import { Engine } from './engine.js';

const DAY = 86_400;

describe('payouts', () => {
  let engine: Engine;

  beforeEach(() => {
    engine = new Engine({ seed: 'payouts' });
  });

  function charge(amount: number, token = 'pm_card_bypassPending'): string {
    const params = { amount, currency: 'usd', payment_method: token, confirm: true };
    const id = engine.paymentIntents.create(params).latest_charge ?? '';
    engine.advance(4);
    return id;
  }

  function available(): number {
    return balances(engine.store, 'available').get('usd') ?? 0;
  }

  function typesSince(mark: number): string[] {
    return engine.events.slice(mark).map(({ type }) => type);
  }

  function statusOf(id: string): string {
    return engine.store.payouts.get(id).status;
  }

  it('a charge can be paid out two days later, by the test card at once', () => {
    charge(1_000, 'pm_card_visa');
    expect([available(), balances(engine.store, 'pending').get('usd')]).toEqual([0, 941]);
    charge(1_000);
    expect(available()).toBe(941);
    engine.advance(2 * DAY);
    expect(available()).toBe(2 * 941);
  });

  it('go to the bank the next day and arrive at a midnight', () => {
    charge(10_000);
    expect(() => engine.payouts.create({ amount: 9_681, currency: 'usd' })).toThrow('insufficient available funds');
    expect(() => engine.payouts.create({ amount: 0, currency: 'usd' })).toThrow('greater than or equal to 1');
    const mark = engine.events.length;
    const payout = engine.payouts.create({ amount: 9_680, currency: 'USD', metadata: { book: '7' } });
    expect(payout).toMatchObject({
      automatic: false,
      destination: engine.store.bankAccounts.values()[0]?.id,
      reconciliation_status: 'not_applicable',
      status: 'pending',
    });
    expect(available()).toBe(0);
    expect(payout.arrival_date % DAY).toBe(0);
    engine.advance(3 * DAY);
    expect(typesSince(mark)).toEqual(['payout.created', 'payout.updated', 'payout.paid']);
    expect(engine.events.at(-2)?.data.previous_attributes).toEqual({ status: 'pending' });
    expect(engine.store.payouts.get(payout.id)).toMatchObject({ status: 'paid', trace_id: { status: 'supported' } });
  });

  it('can be canceled while pending; can fail in transit and after they were paid, and the money comes back', () => {
    charge(10_000);
    const before = available();
    const [canceled, failed, returned] = [1, 2, 3].map(
      () => engine.payouts.create({ amount: 100, currency: 'usd' }).id,
    );
    expect(engine.payouts.cancel(canceled ?? '')).toMatchObject({ status: 'canceled' });
    expect(() => engine.payouts.fail(failed ?? '')).toThrow('cannot fail');
    engine.advance(DAY);
    expect(() => engine.payouts.cancel(failed ?? '')).toThrow('in_transit');
    expect(engine.payouts.fail(failed ?? '', 'account_closed')).toMatchObject({
      status: 'failed',
      failure_code: 'account_closed',
      failure_message: 'The bank account has been closed.',
    });
    engine.advance(2 * DAY);
    expect(statusOf(returned ?? '')).toBe('paid');
    const { failure_balance_transaction } = engine.payouts.fail(returned ?? '');
    const back = engine.store.balanceTransactions.get(failure_balance_transaction ?? '');
    expect(back).toMatchObject({ amount: 100, type: 'payout_failure', source: returned });
    expect(available()).toBe(before);
    expect(() => engine.payouts.pay(returned ?? '')).toThrow('not in transit');
  });

  it('fail as the number of the bank account says', () => {
    charge(10_000);
    const bank = createBankAccount(engine, engine.accountId, { account_number: '000111111116' });
    const { id } = engine.payouts.create({ amount: 100, currency: 'usd', destination: bank.id });
    engine.advance(3 * DAY);
    expect(engine.store.payouts.get(id)).toMatchObject({ status: 'failed', failure_code: 'no_account' });
    expect(() => engine.payouts.create({ amount: 1, currency: 'usd', destination: 'ba_none' })).toThrow('ba_none');
  });

  it('each midnight, if that is wanted: everything available, and what it was is listed when it is reconciled', () => {
    engine.payouts.payDaily();
    engine.payouts.payDaily();
    const first = charge(10_000);
    engine.refunds.create({ charge: first, amount: 3_000 });
    charge(500, 'pm_card_visa');
    engine.advance(DAY);
    const [payout, ...more] = engine.store.payouts.values();
    expect(more).toEqual([]);
    expect(payout).toMatchObject({ amount: 9_680 - 3_000, automatic: true, description: 'STRIPE PAYOUT' });
    const listed = engine.store.paidOut.get(payout?.id ?? '') ?? [];
    const moved = listed.map((id) => engine.store.balanceTransactions.get(id));
    expect(moved.reduce((sum, { net }) => sum + net, 0)).toBe(payout?.amount);
    expect(available()).toBe(0);
    const mark = engine.events.length;
    engine.advance(3 * DAY);
    const told = engine.events.slice(mark).filter(({ data }) => data.object['id'] === payout?.id);
    expect(told.map(({ type }) => type)).toEqual(['payout.updated', 'payout.paid', 'payout.reconciliation_completed']);
    expect(engine.store.payouts.get(payout?.id ?? '').reconciliation_status).toBe('completed');
  });

  it('what a failed payout gives back goes out with the next', () => {
    charge(10_000);
    const [sent] = engine.payouts.sweep();
    expect(engine.payouts.sweep()).toEqual([]);
    engine.advance(DAY);
    engine.payouts.fail(sent?.id ?? '');
    expect(engine.payouts.sweep()).toMatchObject([{ amount: sent?.amount }]);
    expect(available()).toBe(0);
  });
});
