import type { AccountLink } from '../engine/account-links.js';
import type { AccountUpdate } from '../engine/account-profile.js';
import type { Engine } from '../engine/engine.js';
import { StripeApiError } from '../engine/errors.js';
import type { Account } from '../objects/account.js';
import { type Html, html } from './html.js';
import { errorNote } from './layout.js';
import { type Answer, notFound, type Pages, type Visit } from './page.js';

/** The page behind an account link: the owner of a connected account says what is missing, or leaves. */
export function onboardingPage(pages: Pages, platform: Engine): void {
  pages.get('/setup/s/:account/:secret', ({ path }) => {
    const link = find(platform, path);
    if (!link) return notFound('There is no such account link.');
    if (!platform.accountLinks.open(link)) return { location: link.refreshUrl };
    return form(platform.accounts.get(link.account).profile.get(), {}, null);
  });
  pages.post('/setup/s/:account/:secret', (visit) => {
    const link = find(platform, visit.path);
    if (!link) return notFound('There is no such account link.');
    const engine = platform.accounts.find(link.account);
    if (!engine || !link.opened || link.left) return { location: link.refreshUrl };
    return submit(engine, link, visit);
  });
}

function find(platform: Engine, { account, secret = '' }: Visit['path']): AccountLink | undefined {
  const link = platform.accountLinks.find(secret);
  return link?.account === account ? link : undefined;
}

function submit({ clock, profile }: Engine, link: AccountLink, { form: sent, ip }: Visit): Answer {
  const leaves = sent['action'] === 'leave';
  try {
    const account = profile.update(said(sent, clock.now(), ip));
    const missing = account.requirements.currently_due;
    if (!leaves && missing.length > 0)
      return form(account, sent, `Still missing: ${[...new Set(missing.map(labelOf))].join(', ')}.`, 400);
  } catch (error) {
    if (!(error instanceof StripeApiError)) throw error;
    return form(profile.get(), sent, error.details.message, error.details.status);
  }
  link.left = true;
  return { location: link.returnUrl };
}

/** Empty fields say nothing; what was said before stands. */
function said(sent: Visit['form'], now: number, ip: string): AccountUpdate {
  const profile = { product_description: sent['product_description'], support_phone: sent['support_phone'] };
  const url = sent['url'];
  const number = sent['account_number'];
  const told = Object.entries({ ...profile, url }).filter(([, value]) => value);
  return {
    business_profile: Object.fromEntries(told),
    ...(number && { external_account: { account_number: number } }),
    ...(sent['tos'] === 'accepted' && { tos_acceptance: { date: now, ip } }),
  };
}

const LABELS: Readonly<Record<string, string>> = {
  'business_profile.product_description': 'what you sell',
  'business_profile.support_phone': 'the support phone',
  'business_profile.url': 'the website',
  external_account: 'a bank account',
};

function labelOf(requirement: string): string {
  return LABELS[requirement] ?? 'that you accept the terms';
}

function form(account: Account, sent: Visit['form'], error: string | null, status = 200): Answer {
  const { business_profile, external_accounts, requirements, tos_acceptance } = account;
  const bank = external_accounts.data[0];
  const verified = requirements.currently_due.length === 0 && html`<p class="note">Nothing is missing.</p>`;
  const body = html`${errorNote(error)} ${verified}
    <p class="soft">
      Account ${account.id}. Test bank accounts: 000123456789 takes payouts, 000111111116 sends them back.
    </p>
    <form method="post">
      ${field('product_description', 'What you sell', 'text', sent, business_profile.product_description)}
      ${field('url', 'Website', 'url', sent, business_profile.url)}
      ${field('support_phone', 'Support phone', 'tel', sent, business_profile.support_phone)}
      ${field('account_number', bank ? `Bank account (now •••• ${bank.last4})` : 'Bank account number', 'text', sent, null)}
      <label class="choice"
        ><input type="checkbox" name="tos" value="accepted" ${tos_acceptance.date !== null && html`checked`} />
        <span>I accept the terms of service</span></label
      >
      <div class="actions">
        <button name="action" value="submit">Submit</button>
        <button class="plain" name="action" value="leave">Save and leave</button>
      </div>
    </form>`;
  return { title: 'Set up your account', body, status };
}

function field(name: string, label: string, type: string, sent: Visit['form'], known: string | null): Html {
  return html`<label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="${type}" value="${sent[name] ?? known ?? ''}" />`;
}
