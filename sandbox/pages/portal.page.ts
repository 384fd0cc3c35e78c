import type { Engine } from '../engine/engine.js';
import type { PortalFlow } from '../objects/portal-session.js';
import type { Subscription } from '../objects/subscription.js';
import { html } from './html.js';
import { type Answer, notFound, type Pages, type Visit } from './page.js';
import { askCancellation, cancel } from './portal-cancel.js';
import { home } from './portal-home.js';
import { askPaymentMethod, updatePaymentMethod } from './portal-payment-method.js';
import { askPlan, changePlan } from './portal-plan.js';
import type { Portalled } from './portalled.js';

type Handler = (portal: Portalled, visit: Visit) => Answer;
type ForSubscription = (portal: Portalled, subscription: Subscription, form: Visit['form']) => Answer;

const ROOT = '/p/session/:secret';

/** The pages behind a billing portal session's `url`. */
export function portalPage(pages: Pages, platform: Engine): void {
  const live =
    (handler: Handler) =>
    (visit: Visit): Answer => {
      const secret = visit.path['secret'] ?? '';
      for (const engine of [platform, ...platform.accounts.all()]) {
        const session = engine.portal.visit(secret);
        if (session) return handler({ engine, session, root: `/p/session/${secret}` }, visit);
      }
      return notFound('This link to the billing portal does not exist, or has expired.');
    };
  const owned = (handler: ForSubscription) =>
    live((portal, { path, form }) => {
      const subscription = portal.engine.store.subscriptions.find(path['subscription'] ?? '');
      const alive = subscription?.customer === portal.session.customer && subscription.ended_at === null;
      return alive ? handler(portal, subscription, form) : notFound('There is no such subscription any more.');
    });

  pages.get(
    ROOT,
    live((portal) => {
      const start = portal.session.flow && startOf(portal.session.flow);
      return start ? { location: `${portal.root}${start}` } : home(portal);
    }),
  );
  pages.get(`${ROOT}/home`, live(home));
  pages.get(`${ROOT}/done`, live(done));
  pages.get(
    `${ROOT}/payment-method`,
    live((portal) => askPaymentMethod(portal, {}, null)),
  );
  pages.post(
    `${ROOT}/payment-method`,
    live((portal, { form }) => updatePaymentMethod(portal, form)),
  );
  pages.get(
    `${ROOT}/subscriptions/:subscription/plan`,
    owned((portal, one) => askPlan(portal, one, null)),
  );
  pages.post(`${ROOT}/subscriptions/:subscription/plan`, owned(changePlan));
  pages.get(`${ROOT}/subscriptions/:subscription/cancel`, owned(askCancellation));
  pages.post(`${ROOT}/subscriptions/:subscription/cancel`, owned(cancel));
  pages.post(
    `${ROOT}/subscriptions/:subscription/renew`,
    owned((portal, { id }) => {
      portal.engine.subscriptions.update(id, { cancel_at: '' });
      return { location: `${portal.root}/home` };
    }),
  );
}

function startOf(flow: PortalFlow): string {
  const { subscription_cancel, subscription_update, subscription_update_confirm } = flow;
  if (subscription_cancel) return `/subscriptions/${subscription_cancel.subscription}/cancel`;
  const updated = subscription_update ?? subscription_update_confirm;
  return updated ? `/subscriptions/${updated.subscription}/plan` : '/payment-method';
}

function done({ session }: Portalled): Answer {
  const message = session.flow?.after_completion.hosted_confirmation?.custom_message ?? 'Your change is made.';
  const back = session.return_url && html`<p><a href="${session.return_url}">Return</a></p>`;
  const body = html`<p class="note">${message}</p>
    ${back}`;
  return { title: 'Done', body };
}
