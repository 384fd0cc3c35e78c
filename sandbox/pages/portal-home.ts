import type { Customer } from '../objects/customer.js';
import { periodEnd, type Subscription } from '../objects/subscription.js';
import { day, money, priceText } from './amount.js';
import { type Html, html } from './html.js';
import type { Answer } from './page.js';
import type { Portalled } from './portalled.js';

export function home(portal: Portalled): Answer {
  const { engine, session } = portal;
  const customer = engine.store.customers.get(session.customer);
  const subscriptions = engine.store.subscriptions
    .values()
    .filter((one) => one.customer === customer.id && one.ended_at === null);
  const plans = subscriptions.length === 0 && html`<p>You have no subscription.</p>`;
  const back = session.return_url && html`<p><a href="${session.return_url}">Return to the shop</a></p>`;
  const body = html`<p class="soft">${customer.name ?? ''} ${customer.email ?? ''}</p>
    <h2>Subscriptions</h2>
    ${plans} ${subscriptions.map((one) => plan(portal, one))}
    <h2>Payment method</h2>
    ${paymentMethod(portal, customer)}
    <h2>Invoices</h2>
    ${invoices(portal, customer)} ${back}`;
  return { title: 'Billing', body };
}

export function planName({ engine }: Portalled, { items }: Subscription): string {
  const { products } = engine.store;
  const names = items.data.map(
    ({ price, quantity }) => `${products.find(price.product)?.name ?? price.id} × ${quantity}`,
  );
  return names.join(', ');
}

function plan(portal: Portalled, subscription: Subscription): Html {
  const { cancel_at, id, items, status } = subscription;
  const root = `${portal.root}/subscriptions/${id}`;
  const prices = items.data.map(({ price }) => priceText(price)).join(' and ');
  const ends = cancel_at === null ? `Renews on ${day(periodEnd(subscription))}.` : `Ends on ${day(cancel_at)}.`;
  const keep =
    cancel_at === null
      ? html`<a class="button plain" href="${root}/cancel">Cancel plan</a>`
      : html`<form method="post" action="${root}/renew"><button>Renew plan</button></form>`;
  return html`<p><strong>${planName(portal, subscription)}</strong> (${status.replaceAll('_', ' ')})</p>
    <p class="soft">${prices}. ${ends}</p>
    <div class="actions"><a class="button plain" href="${root}/plan">Change plan</a> ${keep}</div>`;
}

function paymentMethod({ engine, root }: Portalled, { invoice_settings }: Customer): Html {
  const method = engine.store.paymentMethods.find(invoice_settings.default_payment_method ?? '');
  const last4 = method?.card?.last4 ?? method?.us_bank_account?.['last4'];
  const name = method?.card?.brand ?? 'bank account';
  const text = method ? html`<p>${name} •••• ${String(last4)}</p>` : html`<p>There is none.</p>`;
  return html`${text}
    <div class="actions"><a class="button plain" href="${root}/payment-method">Update payment method</a></div>`;
}

function invoices({ engine }: Portalled, { id }: Customer): Html {
  const own = engine.store.invoices.values().filter(({ customer, status }) => customer === id && status !== 'draft');
  if (own.length === 0) return html`<p>There is no invoice yet.</p>`;
  const rows = own.reverse().map(
    (invoice) =>
      html`<tr>
        <th scope="row">${invoice.number}</th>
        <td>${day(invoice.created)}</td>
        <td>${invoice.status}</td>
        <td class="amount">${money(invoice.total, invoice.currency)}</td>
      </tr>`,
  );
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Number</th>
        <th scope="col">Date</th>
        <th scope="col">Status</th>
        <th scope="col" class="amount">Amount</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}
