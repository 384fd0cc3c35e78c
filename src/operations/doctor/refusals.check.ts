import type { SignatureDiagnosis } from '../../common/errors.js';
import { fail, ok, warn, type Finding } from './finding.js';
import type { Refusals } from './refusals.repository.js';

/** A request without any signature is a scanner. */
const SCANNER: SignatureDiagnosis = 'no_signature_header';
/** One or two may be a stranger's, or the forged one of `smoke`. */
const FEW = 2;

const SECRET = "The endpoint's own signing secret into STRIPE_WEBHOOK_SECRET, and restart: docs/signing-secrets.md";
const CLOCK = 'Synchronize the clock (chrony, systemd-timesyncd) of the machine that takes webhooks';
const FIXES: Readonly<Partial<Record<string, string>>> = {
  wrong_secret: SECRET,
  no_secret_configured: SECRET,
  parsed_body: 'Have the proxy pass the exact bytes; or it is the wrong secret: docs/troubleshooting.md',
  timestamp_too_old: CLOCK,
  timestamp_in_future: CLOCK,
} satisfies Partial<Record<SignatureDiagnosis, string>>;

/** Whether webhooks are refused at this time: all of them, or some among others. @param found the worst first. */
export function refusalsFinding(found: readonly Refusals[]): Finding {
  const signed = found.filter(({ diagnosis }) => diagnosis !== SCANNER);
  const [worst] = signed;
  if (!worst) return ok('webhooks.refused', 'none in the last ten minutes');
  const sum = (of: 'refused' | 'unbroken'): number => signed.reduce((total, one) => total + one[of], 0);
  const text = `${sum('refused')} in the last ten minutes, most of them ${worst.diagnosis}`;
  const fix = FIXES[worst.diagnosis] ?? 'docs/runbook.md#countinghousesignaturefailures';
  if (sum('unbroken') > FEW) return fail('webhooks.refused', `${text}; none was accepted since`, fix);
  const runbook = 'docs/runbook.md#countinghousesignaturefailures: somebody forges, or one of several secrets is wrong';
  return sum('unbroken') > 0
    ? warn('webhooks.refused', text, fix)
    : warn('webhooks.refused', `${text}; others are accepted`, runbook);
}
