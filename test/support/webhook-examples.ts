import type { OpenAPIObject } from '@nestjs/swagger';
import type { StripeEventRegistry } from '../../src/stripe/stripe-event.registry.js';
import { DIRECTED_LIVES, sampleLives, samplesOf } from './event-samples.js';
import { withStandIns } from './stand-ins.js';

type SchemaObject = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** Items of a list within an example: one shows what they are. */
const ITEMS = 1;

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** An example without the fields that say nothing: two thirds of a payload. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, ITEMS).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([field, inner]) => [field, shortened(inner)] as const)
      .filter(([, inner]) => !isEmpty(inner)),
  );
}

type Webhooks = NonNullable<OpenAPIObject['webhooks']>;

/** The `webhooks` of the API's description: every type that has an owner, with an event of the sandbox. */
export function describeWebhooks(registry: StripeEventRegistry): Webhooks {
  const lives = sampleLives();
  const samples = withStandIns(new Map([...samplesOf(lives), ...samplesOf(lives.slice(0, DIRECTED_LIVES))]));
  return Object.fromEntries(
    registry.ownedTypes().map((type) => {
      const sample = samples.get(type);
      if (!sample) throw new Error(`there is no example of ${type}`);
      return [type, { post: operationOf(type, shortened(sample.event)) }];
    }),
  );
}

const operationOf = (type: string, example: unknown): Webhooks[string]['post'] => ({
  operationId: `webhook_${type.replaceAll('.', '_')}`,
  summary: type,
  description: 'Sent by Stripe to `/webhooks/stripe`. The example leaves out fields that are null or empty.',
  tags: ['webhooks'],
  security: [],
  parameters: [
    {
      name: 'Stripe-Signature',
      in: 'header',
      required: true,
      schema: { type: 'string' },
      example: 't=1785412800,v1=…',
    },
  ],
  requestBody: { required: true, content: { 'application/json': { schema: EVENT, example } } },
  responses: {
    '200': { description: 'The event is committed.' },
    '400': problem('`invalid_webhook`: it is not signed by Stripe for this endpoint.'),
    '503': problem('`not_durable`, `overloaded`: it could not be stored; Stripe sends it again.'),
  },
});

const EVENT: SchemaObject = {
  type: 'object',
  required: ['id', 'object', 'type', 'created', 'data'],
  properties: {
    id: { type: 'string' },
    object: { type: 'string' },
    type: { type: 'string' },
    created: { type: 'integer' },
    data: { type: 'object', required: ['object'], properties: { object: { type: 'object' } } },
  },
};

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
