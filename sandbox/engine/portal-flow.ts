import type { FlowType, PortalFlow } from '../objects/portal-session.js';
import type { Subscription } from '../objects/subscription.js';
import { invalidRequest, missingParameter } from './errors.js';
import type { Store } from './store.js';
import { webAddress } from './web-address.js';

interface ForSubscription {
  subscription: string;
}

export interface FlowParams {
  type: FlowType;
  after_completion?: {
    type: PortalFlow['after_completion']['type'];
    hosted_confirmation?: { custom_message?: string };
    redirect?: { return_url: string };
  };
  subscription_cancel?: ForSubscription;
  subscription_update?: ForSubscription;
  subscription_update_confirm?: ForSubscription & {
    items: readonly { id: string; price?: string; quantity?: number }[];
  };
}

const TYPES: readonly FlowType[] = [
  'payment_method_update',
  'subscription_cancel',
  'subscription_update',
  'subscription_update_confirm',
];

/** @throws StripeApiError for a flow whose subscription is not the customer's, or has ended */
export function flowOf(store: Store, customer: string, params: FlowParams): PortalFlow {
  const { type } = params;
  if (!TYPES.includes(type))
    throw invalidRequest(`Invalid flow_data[type]: must be one of ${TYPES.join(', ')}`, 'flow_data[type]');
  const of = type === 'payment_method_update' ? undefined : params[type]?.subscription;
  if (type !== 'payment_method_update') owned(store, customer, of, type);
  return {
    after_completion: afterCompletion(params.after_completion),
    customer_update: null,
    subscription_cancel: type === 'subscription_cancel' && of ? { retention: null, subscription: of } : null,
    subscription_pause: null,
    subscription_update: type === 'subscription_update' && of ? { subscription: of } : null,
    subscription_update_confirm: type === 'subscription_update_confirm' && of ? confirmed(store, of, params) : null,
    type,
  };
}

function owned(store: Store, customer: string, id: string | undefined, type: FlowType): Subscription {
  const param = `flow_data[${type}][subscription]`;
  if (!id) throw missingParameter(param);
  const subscription = store.subscriptions.get(id, param);
  if (subscription.customer === customer && subscription.ended_at === null) return subscription;
  throw invalidRequest(`Subscription ${id} cannot be changed by this customer.`, param);
}

function confirmed(
  store: Store,
  subscription: string,
  { subscription_update_confirm: params }: FlowParams,
): PortalFlow['subscription_update_confirm'] {
  const [item, ...more] = params?.items ?? [];
  const known = store.subscriptions.get(subscription).items.data.some(({ id }) => id === item?.id);
  const param = 'flow_data[subscription_update_confirm][items]';
  if (!item || !known || more.length > 0) throw invalidRequest('One item of the subscription has to be named.', param);
  const price = item.price ? store.prices.get(item.price, param).id : null;
  const { quantity } = item;
  return { discounts: null, items: [{ id: item.id, price, ...(quantity && { quantity }) }], subscription };
}

function afterCompletion(params: FlowParams['after_completion']): PortalFlow['after_completion'] {
  const type = params?.type ?? 'portal_homepage';
  const param = 'flow_data[after_completion][redirect][return_url]';
  const address = type === 'redirect' ? webAddress(params?.redirect?.return_url, param) : null;
  if (type === 'redirect' && address === null) throw missingParameter(param);
  const custom_message = params?.hosted_confirmation?.custom_message ?? null;
  return {
    hosted_confirmation: type === 'hosted_confirmation' ? { custom_message } : null,
    redirect: address === null ? null : { return_url: address },
    type,
  };
}
