import { describeError } from '../../common/describe-error.js';
import { livemodeOf, type Env } from '../../config/env.js';
import { isForbidden, isRefusedKey } from '../../stripe/refusal.js';
import { fail, ok, warn, type Finding } from './finding.js';
import type { StripeReader } from './stripe-reader.js';

/** To whom the database belongs, as far as it is known. */
interface Binding {
  readonly account: string;
  readonly livemode: boolean;
}

const modeName = (livemode: boolean): string => (livemode ? 'live' : 'test');

const REFUSED = 'Take a valid key from the Dashboard (Developers, API keys), and start every process anew with it';

/** Of an answer that did not come. */
function keyFailure(error: unknown): Finding {
  return isRefusedKey(error)
    ? fail('stripe.key', `Stripe refuses it: ${describeError(error)}`, REFUSED)
    : fail(
        'stripe.key',
        describeError(error),
        'See status.stripe.com, and whether this machine reaches api.stripe.com',
      );
}

function accountFinding(account: string, env: Env, binding: Binding | undefined): Finding {
  const livemode = livemodeOf(env) ?? false;
  const text = `${account}, ${modeName(livemode)} mode`;
  if (!binding) return ok('stripe.account', `${text}; the first start binds the database to it`);
  if (binding.account === account && binding.livemode === livemode) return ok('stripe.account', text);
  const bound = `${modeName(binding.livemode)} data of ${binding.account}`;
  return fail(
    'stripe.account',
    `the database holds ${bound}, the key is of ${text}`,
    "The database's own key, or another database",
  );
}

/** What the key says by itself, and by what it may read. The rest is for who knows its account. */
export async function keyFindings(env: Env, reader: StripeReader, binding: Binding | undefined): Promise<Finding[]> {
  const { STRIPE_SECRET_KEY: key = '' } = env;
  const kind = `${key.startsWith('rk_') ? 'restricted' : 'secret'} key, ${modeName(livemodeOf(env) ?? false)} mode`;
  const works = ok('stripe.key', kind);
  const findings: Finding[] = [];
  try {
    findings.push(works, accountFinding(await reader.account(), env, binding));
  } catch (error) {
    if (!isForbidden(error)) return [keyFailure(error)];
    const fix = 'Give it the permission to read its account: else only modes can be compared';
    findings.push(works, warn('stripe.account', 'the key may not say whose it is', fix));
  }
  return [...findings, await permissionsFinding(key, reader)];
}

/** A secret key may do everything. */
async function permissionsFinding(key: string, reader: StripeReader): Promise<Finding> {
  if (!key.startsWith('rk_')) return ok('stripe.permissions', 'all');
  const lacking = await reader.lacking();
  if (lacking.length === 0) return ok('stripe.permissions', 'it may read all that is mirrored');
  const fix = 'Give them to the key in the Dashboard. What it may write is seen only when it is needed';
  return fail('stripe.permissions', `it lacks ${lacking.join(', ')}`, fix);
}
