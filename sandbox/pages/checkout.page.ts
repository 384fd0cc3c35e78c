import type { Engine } from '../engine/engine.js';
import { StripeApiError } from '../engine/errors.js';
import type { CheckoutSession } from '../objects/checkout-session.js';
import { money, priceText } from './amount.js';
import { asksForAuthentication, authentication, cardChoice, offeredCard } from './cards.js';
import { type Html, html } from './html.js';
import { errorNote } from './layout.js';
import { type Answer, notFound, type Pages, type Visit } from './page.js';

const TITLES = { payment: 'Pay', setup: 'Save a payment method', subscription: 'Subscribe' } as const;

interface Found {
  readonly engine: Engine;
  readonly session: CheckoutSession;
}

/** The page behind a Checkout session's `url`, for the platform's sessions and those of connected accounts. */
export function checkoutPage(pages: Pages, platform: Engine): void {
  pages.get('/c/pay/:id', ({ path: { id = '' } }) => {
    const found = find(platform, id);
    return found ? show(found) : notFound('There is no such Checkout session.');
  });
  pages.post('/c/pay/:id', ({ path: { id = '' }, form }) => {
    const found = find(platform, id);
    return found ? submit(found, form) : notFound('There is no such Checkout session.');
  });
}

function find(platform: Engine, id: string): Found | undefined {
  for (const engine of [platform, ...platform.accounts.all()]) {
    const session = engine.store.checkoutSessions.find(id);
    if (session) return { engine, session };
  }
  return undefined;
}

function show({ engine, session }: Found): Answer {
  return session.status === 'open' ? open(engine, session, {}, null) : over(session);
}

function submit({ engine, session }: Found, form: Visit['form']): Answer {
  if (session.status !== 'open') return over(session);
  const card = offeredCard(form['card']);
  const email = form['email'] || undefined;
  if (!card) return open(engine, session, form, 'Choose one of the test cards.', 400);
  if (email && !/^[^\s@]+@[^\s@]+$/.test(email)) return open(engine, session, form, 'That is no email address.', 400);
  if (asksForAuthentication(card)) {
    const hidden = { card, email: email ?? '', name: form['name'] ?? '' };
    if (form['authentication'] === undefined) return { title: 'Authenticate', body: authentication(hidden) };
    if (form['authentication'] !== 'yes') {
      return open(engine, session, form, 'Your bank could not authenticate you. Choose another payment method.', 402);
    }
  }
  try {
    const name = form['name'] || undefined;
    const input = { payment_method: card, ...(email && { email }), ...(name && { name }) };
    const done = engine.checkout.complete(session.id, input);
    return done.success_url ? { location: successUrl(done) } : over(done);
  } catch (error) {
    if (!(error instanceof StripeApiError)) throw error;
    return open(engine, session, form, error.details.message, error.details.status);
  }
}

function successUrl({ id, success_url }: CheckoutSession): string {
  return (success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', id);
}

function open(
  engine: Engine,
  session: CheckoutSession,
  form: Visit['form'],
  error: string | null,
  status = 200,
): Answer {
  const known = session.customer === null ? null : engine.store.customers.find(session.customer);
  const email = form['email'] ?? session.customer_email ?? '';
  const buyer = known?.email
    ? html`<p class="soft">${known.name ?? ''} ${known.email}</p>`
    : html`<label for="email">Email</label>
        <input id="email" name="email" type="email" autocomplete="email" required value="${email}" />
        <label for="name">Name</label>
        <input id="name" name="name" type="text" autocomplete="name" value="${form['name'] ?? ''}" />`;
  const cancel = session.cancel_url && html`<a href="${session.cancel_url}">Cancel and go back</a>`;
  const body = html`${errorNote(error)} ${lines(engine, session)}
    <form method="post">
      ${buyer} ${cardChoice(offeredCard(form['card']))}
      <div class="actions"><button>${action(session)}</button> ${cancel}</div>
    </form>`;
  return { title: TITLES[session.mode], body, status };
}

function action({ amount_total, currency, mode }: CheckoutSession): string {
  if (mode === 'setup') return 'Save';
  if (mode === 'subscription' && amount_total === 0) return 'Start trial';
  const amount = money(amount_total ?? 0, currency ?? 'usd');
  return mode === 'subscription' ? `Subscribe for ${amount}` : `Pay ${amount}`;
}

function lines(engine: Engine, { amount_total, currency, id, mode }: CheckoutSession): Html {
  if (mode === 'setup') return html`<p class="soft">Nothing is charged now.</p>`;
  const { prices, products } = engine.store;
  const rows = engine.checkout.lineItemsOf(id).map(({ price: priceId, quantity = 1 }) => {
    const price = prices.find(priceId);
    const product = price && products.find(price.product);
    const text = price && priceText(price);
    const amount = price && money(price.unit_amount * quantity, price.currency);
    return html`<tr>
      <th scope="row">${product?.name ?? priceId}<br /><span class="soft">${quantity} × ${text}</span></th>
      <td class="amount">${amount}</td>
    </tr>`;
  });
  return html`<table>
    <tbody>
      ${rows}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">Due today</th>
        <td class="amount">${money(amount_total ?? 0, currency ?? 'usd')}</td>
      </tr>
    </tfoot>
  </table>`;
}

/** Completed or expired: nothing can be done here any more. */
function over(session: CheckoutSession): Answer {
  if (session.status === 'expired') {
    const back = session.cancel_url && html`<p><a href="${session.cancel_url}">Go back</a></p>`;
    const body = html`<p>This Checkout session has expired. Nothing was charged.</p>
      ${back}`;
    return { title: 'Session expired', body, status: 410 };
  }
  const on = session.success_url && html`<p><a href="${successUrl(session)}">Go on</a></p>`;
  const body = html`<p class="note">This Checkout session is completed.</p>
    ${on}`;
  return { title: 'Thank you', body };
}
