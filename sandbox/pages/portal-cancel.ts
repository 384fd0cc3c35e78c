import { periodEnd, type Subscription } from '../objects/subscription.js';
import { day } from './amount.js';
import { html } from './html.js';
import type { Answer, Visit } from './page.js';
import { planName } from './portal-home.js';
import { onward, type Portalled } from './portalled.js';

/** Stripe's reasons, in its order. */
const REASONS: Readonly<Record<string, string>> = {
  too_expensive: 'It is too expensive',
  missing_features: 'Some features are missing',
  switched_service: 'I found an alternative',
  unused: 'I no longer need it',
  customer_service: 'Customer service was less than expected',
  too_complex: 'Ease of use was less than expected',
  low_quality: 'Quality was less than expected',
  other: 'Other reason',
};

export function askCancellation(portal: Portalled, subscription: Subscription): Answer {
  const { root } = portal;
  const back = html`<a href="${root}/home">Back</a>`;
  if (subscription.cancel_at !== null) {
    const body = html`<p>Your plan is canceled already, and ends on ${day(subscription.cancel_at)}.</p>
      <p>${back}</p>`;
    return { title: 'Cancel plan', body };
  }
  const reasons = Object.entries(REASONS).map(([value, text]) => html`<option value="${value}">${text}</option>`);
  const body = html`<p>${planName(portal, subscription)} stays until ${day(periodEnd(subscription))}.</p>
    <form method="post">
      <label for="feedback">Why do you cancel? (optional)</label>
      <select id="feedback" name="feedback">
        <option value="">No answer</option>
        ${reasons}
      </select>
      <label for="comment">Anything else? (optional)</label>
      <textarea id="comment" name="comment" rows="3" maxlength="500"></textarea>
      <div class="actions"><button>Cancel plan</button> ${back}</div>
    </form>`;
  return { title: 'Cancel plan', body };
}

/** At the end of the period: `cancel_at` is set and `cancel_at_period_end` stays false, as Stripe's portal does since clover. */
export function cancel(portal: Portalled, { cancel_at, id }: Subscription, form: Visit['form']): Answer {
  const feedback = form['feedback'] ?? '';
  const comment = (form['comment'] ?? '').slice(0, 500);
  if (cancel_at === null) {
    portal.engine.subscriptions.update(id, {
      cancel_at: 'min_period_end',
      cancellation_details: {
        ...(Object.hasOwn(REASONS, feedback) && { feedback }),
        ...(comment && { comment }),
      },
    });
  }
  return onward(portal);
}
