import { leadsTo, mayLeadHere } from '../endpoint/endpoint-address.js';
import { eventDifference } from '../endpoint/event-difference.js';
import type { WebhookEndpoint } from '../endpoint/webhook-endpoint.js';
import { fail, ok, warn, type Finding, type FindingCode } from './finding.js';

/** What the endpoints at Stripe are held against. */
export interface EndpointExpectation {
  /** Where this backend is reached; undefined when nobody says. */
  readonly base: string | undefined;
  readonly handled: readonly string[];
  readonly pinnedVersion: string;
  /** Signing secrets that are configured. */
  readonly secrets: { readonly account: number; readonly connect: number };
  /** Whether webhooks have to come from an endpoint: while developing `stripe listen` brings them. */
  readonly isRequired: boolean;
}

type Complaint = (code: FindingCode, message: string, fix: string) => Finding;

const MOST_NAMED = 8;

/** Some of a list that may be long. */
function some(types: readonly string[]): string {
  const named = types.slice(0, MOST_NAMED).join(', ');
  return types.length > MOST_NAMED ? `${named} and ${types.length - MOST_NAMED} more` : named;
}

/** `complain`: how bad it is when something is wrong with it. */
function stateFindings(endpoint: WebhookEndpoint, expected: EndpointExpectation, complain: Complaint): Finding[] {
  const { id, isEnabled, apiVersion, enabledEvents } = endpoint;
  const { lacking, surplus } = eventDifference(enabledEvents, expected.handled);
  const update = `npx countinghouse endpoint update ${id}`;
  return [
    isEnabled
      ? ok('endpoint.status', `${id} is enabled`)
      : complain(
          'endpoint.status',
          `${id} is DISABLED: Stripe sends nothing`,
          `${update} --yes; then npx countinghouse reconcile`,
        ),
    apiVersion === expected.pinnedVersion
      ? ok('endpoint.api_version', `${id} sends ${apiVersion}`)
      : warn(
          'endpoint.api_version',
          `${id} sends ${apiVersion ?? "the account's version"}, this build is made for ${expected.pinnedVersion}`,
          'Older shapes are read too. Stripe never changes it: make a new endpoint, then delete this one',
        ),
    lacking.length === 0
      ? ok('endpoint.not_sent', `${id} sends all ${expected.handled.length} types that are handled`)
      : complain('endpoint.not_sent', `${id} does not send what is handled: ${some(lacking)}`, update),
    surplus.length === 0
      ? ok('endpoint.not_handled', `${id} sends nothing that nobody handles`)
      : warn(
          'endpoint.not_handled',
          `${id} sends what nobody handles, which is stored and ignored: ${surplus.includes('*') ? 'all types' : some(surplus)}`,
          `${update} --yes, unless you want it in the log`,
        ),
  ];
}

/** Of one kind: of the own account, or of connected ones. */
function kindFindings(list: readonly WebhookEndpoint[], isConnect: boolean, expected: EndpointExpectation): Finding[] {
  const { base, secrets, isRequired } = expected;
  const own = list.filter((endpoint) => endpoint.isConnect === isConnect);
  const count = isConnect ? secrets.connect : secrets.account;
  const name = isConnect ? 'STRIPE_CONNECT_WEBHOOK_SECRET' : 'STRIPE_WEBHOOK_SECRET';
  const kind = isConnect ? 'an endpoint for connected accounts' : 'an endpoint';
  const complain = isRequired ? fail : warn;
  // Which one is meant is not known: it may be another installation's.
  const judge = base === undefined ? warn : complain;
  if (own.length === 0) {
    if (count === 0) return [];
    const where = base === undefined ? 'a backend such as this' : base;
    const command = `npx countinghouse endpoint create --url ${base ?? 'https://your-host'}${isConnect ? ' --connect' : ''}`;
    return [complain('endpoint.found', `there is no ${kind.replace(/^an /, '')} that leads to ${where}`, command)];
  }
  const findings = own.flatMap((endpoint) => stateFindings(endpoint, expected, judge));
  const enabled = own.filter((endpoint) => endpoint.isEnabled);
  if (base !== undefined && enabled.length > 1) {
    const ids = enabled.map(({ id }) => id).join(', ');
    findings.unshift(
      warn('endpoint.found', `several lead here, so each event comes several times: ${ids}`, 'Delete all but one'),
    );
  } else findings.unshift(ok('endpoint.found', own.map(({ id, url }) => `${kind}: ${id} ${url}`).join(', ')));
  if (count === 0) findings.push(judge('secrets.present', `${name} is not set, and ${kind} leads here`, `Set ${name}`));
  return findings;
}

/** What the endpoints at Stripe are, and what they send. */
export function endpointFindings(endpoints: readonly WebhookEndpoint[], expected: EndpointExpectation): Finding[] {
  const { base } = expected;
  const here = endpoints.filter(({ url }) => (base === undefined ? mayLeadHere(url) : leadsTo(base, url)));
  const findings = [false, true].flatMap((isConnect) => kindFindings(here, isConnect, expected));
  if (base !== undefined || here.length === 0) return findings;
  const looked = here.map(({ id, url }) => `${id} ${url}`).join(', ');
  return [
    warn(
      'endpoint.found',
      `which endpoint leads here is not known, looked at: ${looked}`,
      'Set PUBLIC_URL, or say --url',
    ),
    ...findings.filter(({ code, level }) => code !== 'endpoint.found' || level !== 'ok'),
  ];
}
