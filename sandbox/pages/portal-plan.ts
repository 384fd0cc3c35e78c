import type { Subscription } from '../objects/subscription.js';
import { priceText } from './amount.js';
import { html } from './html.js';
import { errorNote } from './layout.js';
import type { Answer, Visit } from './page.js';
import { planName } from './portal-home.js';
import { onward, type Portalled } from './portalled.js';

/** A choice of the configured prices, or the one that a deep link wants confirmed. */
export function askPlan(portal: Portalled, subscription: Subscription, error: string | null, status = 200): Answer {
  const { engine, root } = portal;
  const [item, ...more] = subscription.items.data;
  const back = html`<a href="${root}/home">Back</a>`;
  if (!item || more.length > 0) {
    const body = html`<p>A subscription to several products cannot be changed here.</p>
      <p>${back}</p>`;
    return { title: 'Change plan', body };
  }
  const wanted = confirmation(portal, subscription);
  const prices = engine.portal
    .pricesFor(subscription)
    .filter(({ id }) => !wanted || id === (wanted.price ?? item.price.id));
  const choices = prices.map((price) => {
    const name = `${engine.store.products.find(price.product)?.name ?? price.product} ${price.nickname ?? ''}`;
    const checked = (wanted || price.id === item.price.id) && html`checked`;
    return html`<label class="choice"
      ><input type="radio" name="price" value="${price.id}" required ${checked} />
      <span>${name}: ${priceText(price)}</span></label
    >`;
  });
  const quantity = wanted?.quantity && html`<p>Quantity: ${wanted.quantity}</p>`;
  const body = html`${errorNote(error)}
    <p class="soft">Now: ${planName(portal, subscription)}, ${priceText(item.price)}.</p>
    <form method="post">
      <fieldset>
        <legend>New plan</legend>
        ${choices}
      </fieldset>
      ${quantity}
      <div class="actions"><button>Confirm</button> ${back}</div>
    </form>`;
  return { title: 'Change plan', body, status };
}

export function changePlan(portal: Portalled, subscription: Subscription, form: Visit['form']): Answer {
  const { engine } = portal;
  const [item] = subscription.items.data;
  const price = engine.portal.pricesFor(subscription).find(({ id }) => id === form['price']);
  if (!item || !price) return askPlan(portal, subscription, 'Choose one of the plans.', 400);
  const wanted = confirmation(portal, subscription);
  const quantity = wanted?.quantity ?? item.quantity;
  engine.subscriptions.update(subscription.id, { items: [{ id: item.id, price: price.id, quantity }] });
  return onward(portal);
}

function confirmation({ session }: Portalled, { id }: Subscription) {
  const flow = session.flow?.subscription_update_confirm;
  return flow?.subscription === id ? flow.items[0] : undefined;
}
