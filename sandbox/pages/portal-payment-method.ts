import type { SetupIntent } from '../objects/setup-intent.js';
import { authentication, cardChoice, offeredCard } from './cards.js';
import { html } from './html.js';
import { errorNote } from './layout.js';
import type { Answer, Visit } from './page.js';
import { onward, type Portalled } from './portalled.js';

export function askPaymentMethod({ root }: Portalled, form: Visit['form'], error: string | null, status = 200): Answer {
  const body = html`${errorNote(error)}
    <form method="post">
      ${cardChoice(offeredCard(form['card']))}
      <div class="actions"><button>Save</button> <a href="${root}/home">Back</a></div>
    </form>`;
  return { title: 'Update payment method', body, status };
}

/** A setup intent makes the new one ready; it then pays for whatever comes. */
export function updatePaymentMethod(portal: Portalled, form: Visit['form']): Answer {
  const { engine, session } = portal;
  const waiting = engine.store.setupIntents.find(form['setup_intent'] ?? '');
  if (waiting) {
    const own = waiting.customer === session.customer && waiting.status === 'requires_action';
    if (!own) return askPaymentMethod(portal, {}, 'That authentication is over. Choose again.', 409);
    return ended(portal, engine.setupIntents.authenticate(waiting.id, form['authentication'] === 'yes'), form);
  }
  const card = offeredCard(form['card']);
  if (!card) return askPaymentMethod(portal, form, 'Choose one of the test cards.', 400);
  const { customer } = session;
  return ended(portal, engine.setupIntents.create({ customer, payment_method: card, confirm: true }), form);
}

function ended(portal: Portalled, intent: SetupIntent, form: Visit['form']): Answer {
  if (intent.status === 'requires_action') {
    return { title: 'Authenticate', body: authentication({ setup_intent: intent.id }) };
  }
  const { last_setup_error: error, payment_method } = intent;
  if (!payment_method) return askPaymentMethod(portal, form, error?.message ?? 'That did not work.', 402);
  useFromNowOn(portal, payment_method);
  return onward(portal);
}

/** The customer's default, and that of subscriptions which have one of their own. */
function useFromNowOn({ engine, session }: Portalled, default_payment_method: string): void {
  const { customers, store, subscriptions } = engine;
  customers.update(session.customer, { invoice_settings: { default_payment_method } });
  for (const one of store.subscriptions.values()) {
    if (one.customer !== session.customer || one.ended_at !== null || one.default_payment_method === null) continue;
    subscriptions.update(one.id, { default_payment_method });
  }
}
