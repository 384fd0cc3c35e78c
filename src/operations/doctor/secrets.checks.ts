import { durationText } from '../figures.js';
import type { ConfiguredSecret } from '../processes/signing-secrets.js';
import { fail, ok, warn, type Finding } from './finding.js';

/** Seconds: Stripe signs with an old secret for a day at most. */
const ROLLED = 86_400;

const nameOf = ({ endpoint, position }: ConfiguredSecret): string =>
  `${endpoint === 'connect' ? 'STRIPE_CONNECT_WEBHOOK_SECRET' : 'STRIPE_WEBHOOK_SECRET'} ${position}`;

/** Where they are used. */
interface Place {
  readonly isProduction: boolean;
  /** Has the one that development has made; null: those of the settings are used. */
  readonly file: string | null;
}

/**
 * The signing secrets that are configured here, and when each last matched.
 *
 * @param matches seconds since, by fingerprint; null: never. Undefined when the database does not know.
 */
export function secretsFindings(
  configured: readonly ConfiguredSecret[],
  matches: ReadonlyMap<string, number | null> | undefined,
  { isProduction, file }: Place,
): Finding[] {
  if (configured.length === 0) {
    const text = 'there is no signing secret';
    return isProduction
      ? [fail('secrets.present', text, 'npx countinghouse endpoint create')]
      : [ok('secrets.present', `${text}: development makes one up`)];
  }
  const present = ok('secrets.present', file ? `development's own, in ${file}` : `${configured.length} configured`);
  if (!matches) return [present];
  return [present, ...configured.map((secret) => matchFinding(secret, configured, matches))];
}

function matchFinding(
  secret: ConfiguredSecret,
  configured: readonly ConfiguredSecret[],
  matches: ReadonlyMap<string, number | null>,
): Finding {
  const since = matches.get(secret.fingerprint) ?? null;
  const siblings = configured.filter(
    ({ endpoint, fingerprint }) => endpoint === secret.endpoint && fingerprint !== secret.fingerprint,
  );
  const newest = Math.min(...siblings.map(({ fingerprint }) => matches.get(fingerprint) ?? Infinity));
  const name = nameOf(secret);
  const isIdle = newest < ROLLED && (since === null || since > ROLLED);
  if (isIdle) {
    const last = since === null ? 'has never matched' : `last matched ${durationText(since)} ago`;
    return warn(
      'secrets.matched',
      `${name} ${last}, another one does`,
      since === null
        ? 'If it is the new one, Stripe does not sign with it: compare it with the endpoint. If it is an old one, take it away: docs/signing-secrets.md'
        : 'If it is the old one of a rotation, take it away: docs/signing-secrets.md',
    );
  }
  if (since !== null) return ok('secrets.matched', `${name}: ${durationText(since)} ago`);
  return warn(
    'secrets.matched',
    `${name} has not matched yet`,
    'npx countinghouse smoke, or wait for the first webhook',
  );
}
