import { balances } from '../engine/balance.js';
import type { Engine } from '../engine/engine.js';
import { money } from './amount.js';
import { html } from './html.js';
import { type Answer, notFound, type Pages } from './page.js';

/** The page behind a login link: what a connected account has earned. It can be seen, and nothing done. */
export function expressPage(pages: Pages, platform: Engine): void {
  pages.get('/express/:account/:secret', ({ path: { account = '', secret = '' } }) => {
    const engine = platform.loginLinks.use(secret, account) ? platform.accounts.find(account) : undefined;
    return engine ? dashboard(engine) : notFound('There is no such login link, or it was used before.');
  });
}

const said = (enabled: boolean): string => (enabled ? 'enabled' : 'not enabled');

function dashboard({ profile, store }: Engine): Answer {
  const { charges_enabled, email, id, payouts_enabled } = profile.get();
  const sums = new Map(balances(store, 'pending'));
  for (const [currency, sum] of balances(store, 'available')) sums.set(currency, (sums.get(currency) ?? 0) + sum);
  const rows = [...sums].map(
    ([currency, sum]) =>
      html`<tr>
        <th scope="row">${currency.toUpperCase()}</th>
        <td class="amount">${money(sum, currency)}</td>
      </tr>`,
  );
  const body = html`<p class="soft">Account ${id}${email !== null && ` of ${email}`}.</p>
    <p>Payments are ${said(charges_enabled)}, payouts are ${said(payouts_enabled)}.</p>
    <h2>Balance</h2>
    ${
      rows.length === 0
        ? html`<p>Nothing yet.</p>`
        : html`<table>
            ${rows}
          </table>`
    }`;
  return { title: 'Express Dashboard', body };
}
