import { get, post } from './api.js';
import { element, part } from './dom.js';
import { gives, money } from './format.js';
import { button, here, leaveFor, show } from './frame.js';

/**
 * @typedef {import('../../client/index.js').Answer<'listPlans'>['data'][number]} Plan
 * @typedef {import('../../client/index.js').Answer<'getEntitlements'>} Entitlements
 * @typedef {Plan['prices'][number]} Price
 */

/** After these a tenant may buy anew. */
const OVER = [null, 'canceled', 'incomplete_expired'];

/** @param {Plan} plan @param {string} interval */
const priceOf = ({ prices }, interval) => prices.find((price) => price.interval === interval);

/** @param {Plan} plan whole percents that the year is cheaper than twelve months */
function saving(plan) {
  const [month, year] = [priceOf(plan, 'month')?.unitAmount, priceOf(plan, 'year')?.unitAmount];
  return month && year ? Math.round((1 - year / (12 * month)) * 100) : 0;
}

/** @param {Plan} plan @param {string} interval */
async function buy(plan, interval) {
  const { url } = await post('/stripe/checkout/sessions', {
    plan: plan.id,
    interval,
    successUrl: here('/welcome.html?session={CHECKOUT_SESSION_ID}'),
    cancelUrl: here('/'),
  });
  return leaveFor(url);
}

async function change() {
  const { url } = await post('/stripe/portal/sessions', { flow: 'change_plan', returnUrl: here('/account.html?back') });
  return leaveFor(url);
}

/** @param {Price} price */
function priceTag({ currency, interval, unitAmount }) {
  if (unitAmount === null) return element('p', { class: 'price' }, 'On request');
  const amount = element('strong', {}, money(unitAmount, currency, true));
  const monthly = interval === 'year' ? `${money(unitAmount / 12, currency)} a month, billed yearly` : 'billed monthly';
  return element('p', { class: 'price' }, amount, ` a ${interval}`, element('small', {}, monthly));
}

/** @param {Plan} plan @param {string} interval @param {Entitlements} own */
function card(plan, interval, own) {
  const price = priceOf(plan, interval);
  if (!price) return null;
  const name = plan.name ?? plan.id;
  const isOwn = plan.id === own.plan && !OVER.includes(own.status);
  const choice = isOwn
    ? element('a', { class: 'button plain', href: '/account.html' }, 'See your plan')
    : OVER.includes(own.status)
      ? button(`Choose ${name}`, () => buy(plan, interval))
      : button(`Change to ${name}`, change, 'plain');
  return element(
    'article',
    { class: isOwn ? 'plan own' : 'plan' },
    element('h2', {}, name, isOwn ? element('span', { class: 'badge' }, 'Your plan') : null),
    element('p', { class: 'soft' }, plan.description ?? ''),
    priceTag(price),
    choice,
    element('ul', { class: 'gives' }, ...gives(price).map((line) => element('li', {}, line))),
  );
}

await show(async () => {
  const [{ data }, own] = await Promise.all([get('/stripe/plans'), get('/stripe/entitlements')]);
  /** @type {readonly Plan[]} */
  const plans = data;
  const most = Math.max(0, ...plans.map(saving));
  if (most > 0) part('saving').textContent = `A year costs up to ${most}% less than twelve months.`;
  const yearly = part('yearly');
  const draw = () => {
    const interval = yearly instanceof HTMLInputElement && yearly.checked ? 'year' : 'month';
    part('plans').replaceChildren(...plans.flatMap((plan) => card(plan, interval, own) ?? []));
  };
  part('interval-form').addEventListener('change', draw);
  draw();
});
