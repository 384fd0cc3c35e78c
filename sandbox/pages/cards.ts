import { TEST_CARDS } from '../engine/test-cards.js';
import { type Html, html } from './html.js';

/** The test cards that the pages offer, and what each does. */
const OFFERED: Readonly<Record<string, string>> = {
  pm_card_visa: 'succeeds',
  pm_card_mastercard: 'succeeds',
  pm_card_authenticationRequired: 'asks for authentication',
  pm_card_chargeDeclined: 'is declined',
  pm_card_chargeCustomerFail: 'can be saved, and is declined when it is charged',
  pm_card_createDispute: 'succeeds, and the payment is disputed',
  pm_usBankAccount_success: 'takes three days',
  pm_usBankAccount_insufficientFunds: 'takes three days, and fails',
};

/** The token of a card that the page offers, or undefined for anything else that was sent. */
export function offeredCard(sent: unknown): string | undefined {
  return typeof sent === 'string' && Object.hasOwn(OFFERED, sent) ? sent : undefined;
}

export function asksForAuthentication(token: string): boolean {
  return TEST_CARDS[token]?.onCharge === 'requires_action';
}

export function cardChoice(chosen = 'pm_card_visa'): Html {
  const choices = Object.entries(OFFERED).map(([token, effect]) => {
    const card = TEST_CARDS[token];
    const name = card?.type === 'card' ? `${card.brand} •••• ${card.last4}` : `bank account •••• ${card?.last4}`;
    const checked = token === chosen && html`checked`;
    return html`<label class="choice"
      ><input type="radio" name="card" value="${token}" required ${checked} /> <span>${name}: ${effect}</span></label
    >`;
  });
  return html`<fieldset>
    <legend>Test card</legend>
    ${choices}
  </fieldset>`;
}

/** The bank's window. @param hidden what the form has to send again */
export function authentication(hidden: Readonly<Record<string, string>>): Html {
  const fields = Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<p>Your bank asks whether it is you.</p>
    <form method="post">
      ${fields}
      <div class="actions">
        <button name="authentication" value="yes">Yes, it is me</button>
        <button class="plain" name="authentication" value="no">No, refuse</button>
      </div>
    </form>`;
}
