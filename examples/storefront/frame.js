import { currentSession, forgetVisitor, Problem } from './api.js';
import { element, part } from './dom.js';

/**
 * What all pages have: who is signed in, and a place for what goes wrong.
 *
 * @param {unknown} error
 */
export function tell(error) {
  const known = error instanceof Problem;
  const text = known ? error.message : 'The shop cannot be reached. Check your connection and try again.';
  const small = known && error.requestId ? element('small', {}, `${error.code} · ${error.requestId}`) : null;
  part('alert').replaceChildren(element('p', { class: 'notice bad' }, text, small));
  if (!known) reportError(error); // for the console: it may be a mistake in the page
}

/**
 * A button that cannot be pressed twice.
 *
 * @param {string} label
 * @param {() => Promise<void>} work
 * @param {string} [look] its class
 */
export function button(label, work, look = '') {
  const press = async () => {
    if (made.ariaBusy === 'true') return;
    made.ariaBusy = 'true'; // it keeps the focus, which a disabled one would lose
    part('alert').replaceChildren();
    try {
      await work();
    } catch (error) {
      tell(error);
    } finally {
      made.ariaBusy = 'false';
    }
  };
  const made = element('button', { type: 'button', class: look, click: () => void press() }, label);
  return made;
}

/**
 * To the pages of Stripe's. The promise stays open: the button is not ready again while the browser leaves.
 *
 * @param {string} url
 * @returns {Promise<void>}
 */
export function leaveFor(url) {
  location.assign(url);
  return new Promise(() => undefined);
}

/** @param {string} page with its query @returns {string} this shop's own address of it */
export const here = (page) => new URL(page, location.href).href;

/** @param {() => Promise<void>} build */
export async function show(build) {
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload(); // back from Stripe by the browser's button: things may have changed
  });
  part('anew').addEventListener('click', () => {
    forgetVisitor();
    location.assign('/');
  });
  try {
    const { tenant } = await currentSession();
    part('visitor').textContent = tenant.replace('_', ' ');
    await build();
  } catch (error) {
    tell(error);
  } finally {
    part('main').ariaBusy = 'false';
  }
}
