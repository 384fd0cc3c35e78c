import { get, Problem } from './api.js';
import { element, facts, part } from './dom.js';
import { day, gives, money, words } from './format.js';
import { show } from './frame.js';

/**
 * @typedef {import('../../client/index.js').Answer<'getCheckoutSession'>} State
 * @typedef {import('../../client/index.js').Answer<'getEntitlements'>} Entitlements
 * @typedef {import('../../client/index.js').Answer<'listPlans'>['data'][number]} Plan
 */

/** Calls of five seconds each before the page stops asking by itself. */
const PATIENCE = 6;

/** @param {...(Node | string | null)} children */
const say = (...children) => part('welcome').replaceChildren(...children.filter((child) => child !== null));

/** @param {string} title @param {string} text @param {string} href @param {string} onward */
const sayBriefly = (title, text, href, onward) =>
  say(
    element('h1', {}, title),
    element('p', { class: 'soft' }, text),
    element('div', { class: 'actions' }, element('a', { class: 'button', href }, onward)),
  );

function sayUnconfirmed() {
  const text = 'You need not pay again: look once more in a minute.';
  sayBriefly('Your payment is not confirmed yet', text, location.href, 'Look again');
}

/** @param {State} state */
async function welcome({ subscriptionStatus, total }) {
  const [own, { data }] = await Promise.all([get('/stripe/entitlements'), get('/stripe/plans')]);
  /** @type {{ entitlements: Entitlements, plans: readonly Plan[] }} */
  const { entitlements, plans } = { entitlements: own, plans: data };
  const name = plans.find(({ id }) => id === entitlements.plan)?.name ?? entitlements.plan ?? 'Lantern';
  say(
    element('div', { class: 'done', 'aria-hidden': true }),
    element('h1', {}, `Welcome to ${name}`),
    element('p', { class: 'soft' }, 'Your payment is confirmed, and your plan is active.'),
    facts([
      ['Plan', name],
      ['Status', words(subscriptionStatus ?? 'active')],
      ['Paid today', total && money(total.amount, total.currency)],
      ['Renews on', day(entitlements.currentPeriodEnd) || null],
    ]),
    element('h2', {}, 'What you can use now'),
    element('ul', { class: 'gives' }, ...gives(entitlements).map((line) => element('li', {}, line))),
    element('div', { class: 'actions' }, element('a', { class: 'button', href: '/account.html' }, 'See your plan')),
  );
}

/** @param {string} id */
async function follow(id) {
  for (let turn = 1; turn <= PATIENCE; turn += 1) {
    /** @type {State} */
    const state = await get(`/stripe/checkout/sessions/${id}?wait=5`);
    if (state.active) return welcome(state);
    if (state.status === 'expired') {
      return sayBriefly('Too late', 'This purchase has expired. Nothing was charged.', '/', 'See the plans');
    }
    if (state.status === 'complete' && !state.paid) {
      const text = 'Your bank needs a few days for it. Your plan starts as soon as the money is there.';
      return sayBriefly('Your payment is under way', text, '/account.html', 'See your plan');
    }
  }
  sayUnconfirmed();
}

const sayNothing = () =>
  sayBriefly('Nothing was bought here', 'There is no purchase of yours to show.', '/', 'See the plans');

await show(async () => {
  const id = new URLSearchParams(location.search).get('session') ?? '';
  if (!/^cs_\w+$/.test(id)) return sayNothing();
  try {
    await follow(id);
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return sayNothing(); // none, or somebody else's
    sayUnconfirmed();
    throw error;
  }
});
