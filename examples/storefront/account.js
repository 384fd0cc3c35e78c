import { get, post } from './api.js';
import { element, facts, part } from './dom.js';
import { day, gives, money, words } from './format.js';
import { button, here, leaveFor, show } from './frame.js';
import { invoices } from './invoices.js';

/**
 * @typedef {import('../../client/index.js').Answer<'getSubscription'>} Subscription
 * @typedef {import('../../client/index.js').Answer<'getEntitlements'>} Entitlements
 * @typedef {import('../../client/index.js').Answer<'listPlans'>['data'][number]} Plan
 * @typedef {import('../../client/index.js').Answer<'listInvoices'>['data'][number]} Invoice
 * @typedef {import('../../client/index.js').Answer<'listPaymentMethods'>['data'][number]} PaymentMethod
 * @typedef {{ subscription: Subscription, entitlements: Entitlements, plans: readonly Plan[],
 *   invoices: readonly Invoice[], methods: readonly PaymentMethod[] }} Account
 */

/** Milliseconds after which what was done at Stripe is in the backend: webhooks take one or two seconds. */
const SETTLED = 1_500;

/** @param {string} [flow] leads to this one thing, and back */
async function openPortal(flow) {
  const { url } = await post('/stripe/portal/sessions', {
    ...(flow && { flow }),
    returnUrl: here('/account.html?back'),
  });
  return leaveFor(url);
}

/** @param {Account} account */
async function cancel(account) {
  const dialog = part('leaving');
  if (!(dialog instanceof HTMLDialogElement)) return;
  const end = day(account.subscription.currentPeriodEnd);
  part('leaving-text').textContent = `You can use it until ${end}. Nothing more is charged.`;
  dialog.returnValue = 'keep'; // also by the Escape key
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  if (dialog.returnValue !== 'cancel') return;
  // The answer is Stripe's own. The row follows a second later, so it is not read again here.
  redraw({ ...account, subscription: await post('/stripe/subscription/cancel', { when: 'period_end' }) });
}

/** @param {Account} account */
async function keep(account) {
  redraw({ ...account, subscription: await post('/stripe/subscription/resume', {}) });
}

/** @param {Subscription} subscription @returns {readonly [string, string]} its class and its word */
function badgeOf({ cancelling, live, status }) {
  if (!live) return ['badge off', 'Ended'];
  if (status === 'past_due' || status === 'unpaid') return ['badge bad', 'Payment failed'];
  if (cancelling) return ['badge warn', 'Canceled'];
  return ['badge', words(status ?? 'active')];
}

/** @param {Subscription} subscription @returns {readonly [string, string | null]} */
function endOf({ cancelAt, cancelling, currentPeriodEnd, endedAt, live, trialEnd, status }) {
  if (!live) return ['Ended on', day(endedAt)];
  if (cancelling) return ['Ends on', day(cancelAt ?? currentPeriodEnd)];
  return status === 'trialing' ? ['Trial until', day(trialEnd)] : ['Renews on', day(currentPeriodEnd)];
}

/** @param {Subscription['items'][number] | undefined} item */
function priceText(item) {
  if (!item?.unitPrice || !item.interval) return null;
  const { amount, currency } = item.unitPrice;
  return `${money(amount * (item.quantity ?? 1), currency)} a ${item.interval}`;
}

/** @param {readonly PaymentMethod[]} methods */
function paidWith(methods) {
  const method = methods.find(({ isDefault }) => isDefault) ?? methods[0];
  return method?.last4 ? `${words(method.brand ?? method.type ?? 'card')} •••• ${method.last4}` : null;
}

/** @param {Account} account */
function summary(account) {
  const { entitlements, methods, plans, subscription } = account;
  const [item] = subscription.items;
  const name = plans.find(({ id }) => id === item?.plan)?.name ?? item?.plan ?? 'Your plan';
  const [look, word] = badgeOf(subscription);
  const { cancelling, live, status } = subscription;
  const owes = status === 'past_due' || status === 'unpaid';
  const portal = button('Cards and invoices', () => openPortal(), 'plain');
  const change = () => button('Change plan', () => openPortal('change_plan'), owes ? 'plain' : '');
  const actions = live
    ? [
        cancelling ? button('Keep the plan', () => keep(account)) : change(),
        portal,
        cancelling ? null : button('Cancel plan', () => cancel(account), 'link bad'),
      ]
    : [element('a', { class: 'button', href: '/' }, 'Choose a plan'), portal];
  const notice = element(
    'div',
    { class: 'notice bad' },
    'Your last payment failed. Put in another card, and you keep your plan.',
    button('Update the card', () => openPortal('payment_method_update')),
  );
  return element(
    'section',
    { class: 'card', 'aria-labelledby': 'plan-name' },
    element('h2', { id: 'plan-name', tabindex: -1 }, name, element('span', { class: look }, word)),
    owes ? notice : null,
    facts([['Price', priceText(item)], endOf(subscription), ['Paid with', paidWith(methods)]]),
    live ? element('ul', { class: 'gives' }, ...gives(entitlements).map((line) => element('li', {}, line))) : null,
    element('div', { class: 'actions' }, ...actions),
  );
}

/** @param {Account} account */
const draw = (account) => part('account').replaceChildren(summary(account), invoices(account.invoices));

/** The button that was pressed is gone: whoever cannot see it hears what became of the plan. @param {Account} account */
function redraw(account) {
  draw(account);
  part('plan-name').focus();
}

function drawNothing() {
  part('account').replaceChildren(
    element(
      'section',
      { class: 'card empty' },
      element('h2', {}, 'You have no plan yet'),
      element('p', { class: 'soft' }, 'Choose one, and everything about it will be here.'),
      element('div', { class: 'actions' }, element('a', { class: 'button', href: '/' }, 'See the plans')),
    ),
  );
}

async function read() {
  /** @type {Entitlements} */
  const entitlements = await get('/stripe/entitlements');
  if (entitlements.status === null) return drawNothing(); // there never was a subscription
  const [subscription, plans, listed, methods] = await Promise.all([
    get('/stripe/subscription'),
    get('/stripe/plans'),
    get('/stripe/invoices?limit=12'),
    get('/stripe/payment-methods'),
  ]);
  draw({ entitlements, subscription, plans: plans.data, invoices: listed.data, methods: methods.data });
}

await show(async () => {
  await read();
  if (!new URLSearchParams(location.search).has('back')) return;
  history.replaceState(null, '', '/account.html');
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  await read();
});
