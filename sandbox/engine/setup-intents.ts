import type { PaymentMethod } from '../objects/payment-method.js';
import { newSetupIntent, type SetupIntent } from '../objects/setup-intent.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { type MetadataParam, newMetadata } from './metadata.js';
import { PaymentMethods } from './payment-methods.js';
import { VISA_CARD } from './test-cards.js';

interface SetupIntentCreate {
  customer?: string;
  payment_method?: string;
  confirm?: boolean;
  description?: string;
  metadata?: MetadataParam;
  usage?: SetupIntent['usage'];
}

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export class SetupIntents {
  constructor(private readonly ctx: EngineContext) {}

  create({ confirm, ...params }: SetupIntentCreate = {}): SetupIntent {
    const { clock, ids, record, store } = this.ctx;
    const customer = params.customer ? store.customers.get(params.customer, 'customer').id : null;
    const method = params.payment_method ? this.methods.resolve(params.payment_method).id : null;
    const id = ids.timed('seti');
    const intent = newSetupIntent({
      id,
      cancellation_reason: null,
      client_secret: `${id}_secret_${ids.secret(25)}`,
      created: clock.now(),
      customer,
      description: params.description ?? null,
      last_setup_error: null,
      metadata: newMetadata(params.metadata),
      next_action: null,
      payment_method: method,
      status: method ? 'requires_confirmation' : 'requires_payment_method',
      usage: params.usage ?? 'off_session',
    });
    const created = record.create(store.setupIntents, intent, 'setup_intent.created');
    return confirm ? this.confirm(created.id) : created;
  }

  /** A refused card is an answer, not an exception: status `requires_payment_method` and `last_setup_error`. */
  confirm(id: string, { customer, payment_method }: { customer?: string; payment_method?: string } = {}): SetupIntent {
    const { record, store } = this.ctx;
    const found = store.setupIntents.get(id, 'intent');
    // Checkout learns only now who it is for; there is no event for that alone.
    const intent = customer ? record.step(store.setupIntents, found, { customer }) : found;
    if (intent.status === 'requires_action' && !payment_method) return this.authenticate(id, true);
    if (!CONFIRMABLE.includes(intent.status)) throw unexpectedState(intent, 'confirm');
    const given = payment_method ?? intent.payment_method;
    if (!given) {
      throw invalidRequest(
        "You cannot confirm this SetupIntent because it's missing a payment method.",
        undefined,
        'setup_intent_unexpected_state',
      );
    }
    const method = this.methods.resolve(given);
    if (method.customer !== null && method.customer !== intent.customer) {
      throw invalidRequest('The payment method you provided belongs to another customer.', 'payment_method');
    }
    const { onAttach, onCharge } = this.ctx.store.cards.get(method.id) ?? VISA_CARD;
    if (onAttach === 'declined') return this.fail(intent, 'card_declined', 'Your card was declined.');
    return onCharge === 'requires_action' ? this.requireAction(intent, method) : this.succeed(intent, method);
  }

  /** What the customer does in the bank's window after `setup_intent.requires_action`. */
  authenticate(id: string, passes: boolean): SetupIntent {
    const intent = this.ctx.store.setupIntents.get(id, 'intent');
    if (intent.status !== 'requires_action' || !intent.payment_method) throw unexpectedState(intent, 'authenticate');
    if (passes) return this.succeed(intent, this.ctx.store.paymentMethods.get(intent.payment_method));
    const message = 'The provided payment method has failed authentication.';
    return this.fail(intent, 'setup_intent_authentication_failure', message);
  }

  cancel(id: string, { cancellation_reason }: { cancellation_reason?: string } = {}): SetupIntent {
    const { record, store } = this.ctx;
    const intent = store.setupIntents.get(id, 'intent');
    if (!CONFIRMABLE.includes(intent.status)) throw unexpectedState(intent, 'cancel');
    const patch = { cancellation_reason: cancellation_reason ?? null, next_action: null, status: 'canceled' } as const;
    return record.step(store.setupIntents, intent, patch, 'setup_intent.canceled');
  }

  private get methods(): PaymentMethods {
    return new PaymentMethods(this.ctx);
  }

  private requireAction(intent: SetupIntent, { id }: PaymentMethod): SetupIntent {
    const { record, store } = this.ctx;
    const patch: Partial<SetupIntent> = {
      last_setup_error: null,
      next_action: { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } },
      payment_method: id,
      status: 'requires_action',
    };
    return record.step(store.setupIntents, intent, patch, 'setup_intent.requires_action');
  }

  private succeed(intent: SetupIntent, { customer, id }: PaymentMethod): SetupIntent {
    const { record, store } = this.ctx;
    if (intent.customer !== null && customer === null) this.methods.attach(id, intent.customer);
    const patch = { last_setup_error: null, next_action: null, payment_method: id, status: 'succeeded' } as const;
    return record.step(store.setupIntents, intent, patch, 'setup_intent.succeeded');
  }

  private fail(intent: SetupIntent, code: string, message: string): SetupIntent {
    const { record, store } = this.ctx;
    const declined = code === 'card_declined';
    const patch: Partial<SetupIntent> = {
      last_setup_error: {
        code,
        decline_code: declined ? 'generic_decline' : null,
        message,
        type: declined ? 'card_error' : 'invalid_request_error',
      },
      next_action: null,
      payment_method: null,
      status: 'requires_payment_method',
    };
    return record.step(store.setupIntents, intent, patch, 'setup_intent.setup_failed');
  }
}

function unexpectedState({ status }: SetupIntent, action: string): Error {
  return invalidRequest(
    `You cannot ${action} this SetupIntent because it has a status of ${status}.`,
    undefined,
    'setup_intent_unexpected_state',
  );
}
