import { newApplicationFee } from '../objects/application-fee.js';
import type { Charge, ChargeShares } from '../objects/charge.js';
import { newDestinationPayment } from '../objects/destination-payment.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import { newTransfer } from '../objects/transfer.js';
import { APPLICATION } from './application.js';
import { bookBalance } from './balance.js';
import type { EngineContext } from './context.js';

/** Who gets what of a charge. */
interface Split {
  readonly fields: ChargeShares;
  /** Moves the money, once the charge is there. */
  tell(): void;
}

/** @param taken minor units; 0 for a charge that has taken nothing (yet) */
export function splitOf(ctx: EngineContext, intent: PaymentIntent, charge: string, taken: number): Split {
  const { application, application_fee_amount, currency, on_behalf_of, transfer_data } = intent;
  const terms = { application, application_fee_amount, on_behalf_of };
  const fee = Math.min(application_fee_amount ?? 0, taken);
  const payment = { charge, currency, taken, fee };
  if (!transfer_data) return direct(ctx, terms, payment);
  return destination(ctx, terms, payment, transfer_data, `group_${intent.id}`);
}

type Terms = Pick<ChargeShares, 'application' | 'application_fee_amount' | 'on_behalf_of'>;

interface Payment {
  readonly charge: string;
  readonly currency: string;
  /** Minor units, as `fee`, which is a part of it. */
  readonly taken: number;
  readonly fee: number;
}

/** The platform gets its fee. */
function direct(ctx: EngineContext, terms: Terms, { charge, currency, fee }: Payment): Split {
  const platform = ctx.platform ?? ctx;
  const application_fee = fee > 0 ? platform.ids.timed('fee') : null;
  const kept = { account: ctx.accountId, amount: fee, charge, currency };
  return {
    fields: { ...terms, application_fee, transfer_data: null, transfer_group: null },
    tell: () => keepFee(platform, application_fee, kept, null),
  };
}

/** The account gets all, and the platform its fee back from it. What would go to an account that has left stays. */
function destination(
  ctx: EngineContext,
  terms: Terms,
  { charge, currency, taken, fee }: Payment,
  { destination: account, amount: part }: NonNullable<PaymentIntent['transfer_data']>,
  transfer_group: string,
): Split {
  const there = ctx.connected(account);
  const fields = { ...terms, transfer_data: { amount: part ?? null, destination: account }, transfer_group };
  if (taken === 0 || !there) return { fields: { ...fields, application_fee: null }, tell: () => undefined };
  const application_fee = fee > 0 ? ctx.ids.timed('fee') : null;
  const transfer = ctx.ids.timed('tr');
  const passed = { id: transfer, amount: Math.min(part ?? taken, taken), charge, currency, transfer_group };
  return {
    fields: { ...fields, application_fee, transfer },
    tell: () => {
      const payment = passOn(ctx, there, passed, application_fee, fee);
      keepFee(ctx, application_fee, { account, amount: fee, charge: payment, currency }, charge);
    },
  };
}

/** What the platform keeps of a direct charge, as the account's balance shows it. */
export const keptOf = ({ platform }: EngineContext, charge: Charge): { applicationFee?: number } =>
  platform && charge.application_fee
    ? { applicationFee: Math.min(charge.application_fee_amount ?? 0, charge.amount_captured) }
    : {};

interface Fee {
  readonly account: string;
  readonly amount: number;
  readonly charge: string;
  readonly currency: string;
}

/** `application_fee.created`. */
function keepFee(platform: EngineContext, id: string | null, fee: Fee, originating_transaction: string | null): void {
  if (id === null) return;
  const { clock, record, store } = platform;
  const { amount, currency } = fee;
  const booked = bookBalance(platform, { type: 'application_fee', source: id, amount, currency });
  const made = newApplicationFee({
    ...fee,
    id,
    application: APPLICATION.id,
    balance_transaction: booked.id,
    created: clock.now(),
    originating_transaction,
  });
  record.create(store.applicationFees, made, 'application_fee.created');
}

interface PassedOn {
  readonly id: string;
  readonly amount: number;
  readonly charge: string;
  readonly currency: string;
  readonly transfer_group: string;
}

/** `transfer.created`, and in the account `payment.created`: the id of what it is there. */
function passOn(
  platform: EngineContext,
  there: EngineContext,
  passed: PassedOn,
  fee: string | null,
  feeAmount: number,
): string {
  const { id, amount, currency, charge, transfer_group } = passed;
  const payment = there.ids.timed('py');
  const created = platform.clock.now();
  const out = bookBalance(platform, { type: 'transfer', source: id, amount: -amount, currency });
  const transfer = newTransfer({
    id,
    amount,
    balance_transaction: out.id,
    created,
    currency,
    destination: there.accountId,
    destination_payment: payment,
    source_transaction: charge,
    transfer_group,
  });
  platform.record.create(platform.store.transfers, transfer, 'transfer.created');
  const booked = bookBalance(there, { type: 'payment', source: payment, amount, currency, applicationFee: feeAmount });
  const kept = { application_fee: fee, application_fee_amount: fee === null ? null : feeAmount };
  const arrived = newDestinationPayment({ id: payment, amount, ...kept, created, currency, source_transfer: id });
  const made = { ...arrived, balance_transaction: booked.id };
  there.record.create(there.store.destinationPayments, made, 'payment.created');
  return payment;
}
