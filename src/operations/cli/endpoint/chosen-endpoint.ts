import { NotFoundError } from '../../../common/request.errors.js';
import { ConfigurationError } from '../../../config/configuration.error.js';
import { leadsTo, mayLeadHere } from '../../endpoint/endpoint-address.js';
import type { WebhookEndpoint } from '../../endpoint/webhook-endpoint.js';

interface Choice {
  readonly id: string | undefined;
  /** Where the backend is reached. */
  readonly base: string | undefined;
  readonly connect: boolean;
}

/** The only one of its kind whose address may be a Countinghouse's is meant where nobody says which. */
function isMeant({ id, base, connect }: Choice): (endpoint: WebhookEndpoint) => boolean {
  if (id !== undefined) return (endpoint) => endpoint.id === id;
  const leadsHere = (url: string): boolean => (base === undefined ? mayLeadHere(url) : leadsTo(base, url));
  return ({ isConnect, url }) => isConnect === connect && leadsHere(url);
}

/** The one endpoint that is meant. @throws {NotFoundError} @throws {ConfigurationError} when it may be one of several. */
export function chosenEndpoint(list: readonly WebhookEndpoint[], choice: Choice): WebhookEndpoint {
  const found = list.filter(isMeant(choice));
  const [endpoint, ...more] = found;
  if (!endpoint) throw new NotFoundError('no such endpoint in the account and mode of the key');
  if (more.length === 0) return endpoint;
  const ids = found.map(({ id }) => id).join(', ');
  throw new ConfigurationError(`Several may lead here, name one of ${ids}, or say --url, or set PUBLIC_URL.`);
}
