import type { Endpoint, EndpointChanges } from '../delivery/endpoint.js';
import { APPLICATION } from '../engine/application.js';
import { invalidRequest } from '../engine/errors.js';
import { given, mergeMetadata, type MetadataParam, newMetadata } from '../engine/metadata.js';
import { deletedAnswer } from './catalog.routes.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

interface EndpointUpdate {
  url?: string;
  enabled_events?: readonly string[];
  description?: string;
  disabled?: boolean;
  metadata?: MetadataParam;
}

interface EndpointCreate extends EndpointUpdate {
  url: string;
  enabled_events: readonly string[];
  api_version?: string;
  connect?: boolean;
}

/** Endpoints registered through the API: the same that `deliveries.addEndpoint()` registers. No event tells of them. */
export function webhookEndpointRoutes(routes: Routes): void {
  const { endpoints } = routes.api.deliveries;

  routes.list('/v1/webhook_endpoints', () => endpoints.all(), {}, webhookEndpoint);
  routes.post('/v1/webhook_endpoints', ({ params }) => {
    const {
      url,
      api_version: apiVersion,
      connect,
      metadata,
      ...rest
    } = requireParams<EndpointCreate>(params, 'url', 'enabled_events');
    const options = { ...changesOf(rest), ...given({ apiVersion, connect }), metadata: newMetadata(metadata) };
    const endpoint = endpoints.add({ ...options, url });
    return { ...webhookEndpoint(endpoint), secret: endpoint.secret };
  });
  routes.get('/v1/webhook_endpoints/:id', ({ id }) => webhookEndpoint(endpoints.get(id)));
  routes.post('/v1/webhook_endpoints/:id', ({ id, params }) => update(id, params));
  routes.delete('/v1/webhook_endpoints/:id', ({ id }) => {
    const endpoint = endpoints.get(id);
    endpoints.remove(id);
    return deletedAnswer(endpoint.id, 'webhook_endpoint');
  });

  function update(id: string, { url, disabled, metadata, ...rest }: EndpointUpdate) {
    const merged = mergeMetadata(endpoints.get(id).metadata, metadata);
    return webhookEndpoint(endpoints.update(id, { ...changesOf(rest), ...given({ url, disabled }), metadata: merged }));
  }
}

function changesOf({ enabled_events: enabledEvents, description }: EndpointUpdate): EndpointChanges {
  if (enabledEvents !== undefined && !Array.isArray(enabledEvents)) {
    throw invalidRequest('Invalid array', 'enabled_events');
  }
  return given({ enabledEvents, description: description === '' ? null : description });
}

/**
 * Without its secret: that is told once, when it is created. Whether it is for connected accounts, only the application
 * tells (github.com/stripe/stripe-dotnet/issues/1876).
 */
export function webhookEndpoint({ id, created, ...endpoint }: Endpoint) {
  return {
    id,
    object: 'webhook_endpoint',
    api_version: endpoint.apiVersion,
    application: endpoint.connect ? APPLICATION.id : null,
    created,
    description: endpoint.description,
    enabled_events: endpoint.enabledEvents,
    livemode: false,
    metadata: endpoint.metadata,
    status: endpoint.enabled ? 'enabled' : 'disabled',
    url: endpoint.url,
  };
}
