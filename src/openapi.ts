import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { completedPaths, PROBLEM_SCHEMA } from './openapi-operations.js';
import { describedRoutes } from './openapi-routes.js';

const DESCRIPTION = [
  'Checkout, customer portal, subscriptions, refunds, reports and Connect, over a database that is kept equal to Stripe.',
  'Times are ISO 8601 in UTC. Money is a whole number of minor units (`1500` is $15.00, and ¥1500) with its currency.',
  'Lists are paged: send `nextCursor` as `cursor`. Errors are problem details (RFC 9457) with a stable `code`.',
].join('\n\n');

/** In the package's root: beside src, and two up from dist/src. */
const COMMITTED = ['../openapi.json', '../../openapi.json'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

type Webhooks = NonNullable<OpenAPIObject['webhooks']>;

/** A test keeps the file equal to what is described here, so it is not looked at more closely. */
const hasWebhooks = (document: unknown): document is { readonly webhooks: Webhooks } =>
  typeof document === 'object' && document !== null && 'webhooks' in document;

/** JSON Schema 2020-12, which OpenAPI 3.1 speaks. An answer may get further fields one day; a request may not. */
function jsonSchemaOf(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const converted = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: schemaType,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (schemaType === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  const { $schema: _, $defs: components = {}, ...rest } = converted;
  return { schema: rest, components };
}

/** The webhooks of the committed description: their examples are events of the sandbox, which is not there at run time. */
function committedWebhooks(): Webhooks {
  const file = COMMITTED.find((path) => existsSync(path));
  const committed: unknown = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
  return hasWebhooks(committed) ? committed.webhooks : {};
}

/** What can be called, as OpenAPI 3.1: of all controllers, your own in src/extensions too. */
export function describeApi(app: NestExpressApplication, webhooks = committedWebhooks()): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Countinghouse')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addServer('/')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'A token of your identity provider, or an API key (`chk_…`).',
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, { standardSchemaConverter: jsonSchemaOf });
  const schemas = { ...document.components?.schemas, Problem: PROBLEM_SCHEMA };
  return {
    ...document,
    paths: completedPaths(document.paths, describedRoutes(app)),
    webhooks,
    components: { ...document.components, schemas },
  };
}

/** `/openapi.json`, and a page of it at `/docs`: made when first asked for, of files of this package only. */
export function serveApiDescription(app: NestExpressApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: '/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Countinghouse API',
    swaggerOptions: { validatorUrl: 'none', persistAuthorization: false, tryItOutEnabled: false },
  });
}
