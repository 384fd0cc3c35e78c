import 'reflect-metadata';
import { Registry } from 'prom-client';
import { describeError } from '../../../common/describe-error.js';
import { StripeRefusedError } from '../../../common/errors.js';
import { ConfigurationError } from '../../../config/configuration.error.js';
import { loadEnv, type Env } from '../../../config/env.js';
import { PINNED_API_VERSION } from '../../../stripe/pinned-version.js';
import { isRefusedKey, stripesOwn } from '../../../stripe/refusal.js';
import { StripeCallMetrics } from '../../../stripe/stripe-call.metrics.js';
import { StripeCalls } from '../../../stripe/stripe.calls.js';
import { baseAddress, deliveryAddress, leadsTo } from '../../endpoint/endpoint-address.js';
import { WebhookEndpoints } from '../../endpoint/webhook-endpoints.js';
import { ownHandledTypes } from '../application.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { JsonOption } from '../subcommand.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { changeText, plannedChange } from './endpoint-change.js';
import type { EndpointOptions, UpdateOptions } from './endpoint.command.js';
import { chosenEndpoint } from './chosen-endpoint.js';

/** @throws {ConfigurationError} without a key. */
function atStripe(): { env: Env; endpoints: WebhookEndpoints } {
  const env = loadEnv();
  if (!env.STRIPE_SECRET_KEY) throw new ConfigurationError('STRIPE_SECRET_KEY is not set: there is nobody to ask.');
  return { env, endpoints: new WebhookEndpoints(new StripeCalls(env, new StripeCallMetrics(new Registry()))) };
}

/** Stripe says which parameter it does not like, and why; an operator's terminal may show it. */
async function told<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (isRefusedKey(error))
      throw new ConfigurationError(`Stripe refuses the key: ${describeError(error)}`, { cause: error });
    const own = error instanceof StripeRefusedError ? stripesOwn(error) : null;
    throw own ? new ConfigurationError(`Stripe refuses: ${own.message}`, { cause: error }) : error;
  }
}

export async function createEndpoint({ url, connect, json }: EndpointOptions, terminal: Terminal): Promise<ExitCode> {
  const { env, endpoints } = atStripe();
  const base = url ?? env.PUBLIC_URL;
  if (base === undefined) throw new ConfigurationError('Say --url, or set PUBLIC_URL: where is this backend reached?');
  const address = deliveryAddress(base);
  const there = (await told(endpoints.list())).find(
    (endpoint) => endpoint.isConnect === connect && leadsTo(baseAddress(base), endpoint.url),
  );
  if (there) {
    terminal.say(`${there.id} leads here already, by ${there.url}: npx countinghouse endpoint update ${there.id}`);
    return EXIT.takenOrAbsent;
  }
  const enabledEvents = await ownHandledTypes(env);
  const request = { url: address, enabledEvents, apiVersion: PINNED_API_VERSION, connect };
  const { endpoint, secret } = await told(endpoints.create(request));
  if (json) {
    terminal.print(JSON.stringify({ ...endpoint, secret }));
    return EXIT.ok;
  }
  const name = connect ? 'STRIPE_CONNECT_WEBHOOK_SECRET' : 'STRIPE_WEBHOOK_SECRET';
  terminal.say(
    `${endpoint.id} is made: ${address}, ${enabledEvents.length} event types, API version ${PINNED_API_VERSION}.\n` +
      `This is the only time that its signing secret is shown. Put it into ${name}:`,
  );
  terminal.print(secret);
  return EXIT.ok;
}

export async function updateEndpoint(
  id: string | undefined,
  { url, connect, yes, json }: UpdateOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, endpoints } = atStripe();
  const endpoint = chosenEndpoint(await told(endpoints.list()), { id, base: url ?? env.PUBLIC_URL, connect });
  const handled = await ownHandledTypes(env);
  const change = plannedChange(endpoint, handled);
  const needsYes = change.removed.length > 0 || change.enables;
  const isApplied = (change.added.length > 0 || needsYes) && (yes || !needsYes);
  if (isApplied) await told(endpoints.update(endpoint.id, { enabledEvents: handled, disabled: false }));
  if (json) terminal.print(JSON.stringify({ id: endpoint.id, url: endpoint.url, ...change, isApplied }));
  else terminal.print(changeText(endpoint, change));
  if (endpoint.apiVersion !== PINNED_API_VERSION) {
    const version = endpoint.apiVersion ?? "the account's";
    terminal.say(
      `Its API version is ${version}, which Stripe never changes; ours is ${PINNED_API_VERSION}. Both are read.`,
    );
  }
  if (!isApplied && needsYes) {
    terminal.say('Nothing is changed: say --yes to take event types away, or to enable what is disabled.');
    return EXIT.incomplete;
  }
  return EXIT.ok;
}

export async function listEndpoints({ json }: JsonOption, terminal: Terminal): Promise<ExitCode> {
  const list = await told(atStripe().endpoints.list());
  if (json) terminal.print(JSON.stringify(list));
  else if (list.length === 0) terminal.say('There are no endpoints.');
  else {
    const rows = list.map(({ id, isEnabled, isConnect, apiVersion, enabledEvents, url }) => [
      id,
      isEnabled ? 'enabled' : 'DISABLED',
      isConnect ? 'connect' : 'account',
      apiVersion ?? "account's",
      enabledEvents.includes('*') ? 'all' : String(enabledEvents.length),
      url,
    ]);
    terminal.print(table(['id', 'status', 'kind', 'api version', 'events', 'url'], rows));
  }
  return EXIT.ok;
}
