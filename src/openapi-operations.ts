import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from './common/problem-codes.js';
import type { DescribedRoute } from './openapi-routes.js';
import { isReport, TABLE, tableOf } from './reporting/reports/report-table.interceptor.js';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;
type Response = Operation['responses'][string];

const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Verb = (typeof VERBS)[number];

const EVERY: readonly ProblemCode[] = ['internal', 'unavailable'];
const ASKED_WHO: readonly ProblemCode[] = ['unauthorized', 'forbidden', 'too_many_requests'];
const WITH_BODY: readonly ProblemCode[] = ['malformed_json', 'payload_too_large', 'unsupported_media_type'];
const MUTATING: readonly ProblemCode[] = [
  'invalid_idempotency_key',
  'idempotency_in_flight',
  'idempotency_mismatch',
  'answer_erased',
];

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request gives the same answer, for 24 hours, and does nothing twice.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]{1,255}$' },
  example: '0f5a9f5e-8a3b-4f0e-9c58-1d0f5f6c2f11',
} as const;

export const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'Problem details (RFC 9457). `code` is stable; docs/errors.md has them all.',
  required: ['title', 'status', 'code', 'requestId'],
  properties: {
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(PROBLEMS) },
    requestId: { type: 'string', description: 'Also the header X-Request-Id.' },
    errors: {
      type: 'array',
      description: 'Of invalid_request: each place that is wrong, by a JSON Pointer, and what belongs there.',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
    declineCode: { type: ['string', 'null'], description: 'Of card_declined: docs.stripe.com/declines/codes.' },
    stripeCode: { type: 'string', description: 'Of stripe_refused: docs.stripe.com/error-codes.' },
    disabledReason: { type: ['string', 'null'], description: 'Of account_not_enabled: why, where Stripe has said.' },
    currentlyDue: { type: 'array', items: { type: 'string' }, description: 'Of account_not_enabled: what is missing.' },
    refundable: {
      type: 'object',
      description: 'Of refund_too_large: how much is left.',
      required: ['amount', 'currency'],
      properties: { amount: { type: 'integer' }, currency: { type: 'string' } },
    },
    request: { type: 'string', description: 'Of outcome_unknown of a refund: `rfr_…`, which can be asked for.' },
    exceeds: {
      type: 'string',
      enum: ['scopes', 'account', 'tenant', 'expiresAt'],
      description: 'Of exceeds_own_access: in what the key would go beyond its maker.',
    },
  },
  example: { title: 'There is nothing here.', status: 404, code: 'not_found', requestId: 'req_5c1f' },
};

const takesKey = (verb: Verb, { access, keyed }: DescribedRoute): boolean =>
  access !== 'public' && verb !== 'get' && keyed;

function problemsOf(verb: Verb, route: DescribedRoute, operation: Operation): ProblemCode[] {
  const takes = operation.requestBody !== undefined || (operation.parameters ?? []).length > 0;
  return [
    ...new Set<ProblemCode>([
      ...(takes ? (['invalid_request'] as const) : []),
      ...(operation.requestBody === undefined ? [] : WITH_BODY),
      ...(route.access === 'public' ? [] : ASKED_WHO),
      ...(takesKey(verb, route) ? MUTATING : []),
      ...route.problems,
      ...EVERY,
    ]),
  ];
}

/** One answer a status, with an example of each code that has it. */
function answersOf(codes: readonly ProblemCode[]): Record<string, Response> {
  const statuses = new Set(codes.map((code) => PROBLEMS[code].status));
  return Object.fromEntries(
    [...statuses]
      .toSorted((a, b) => a - b)
      .map((status) => {
        const those = codes.filter((code) => PROBLEMS[code].status === status);
        const description = those.map((code) => `\`${code}\`: ${PROBLEMS[code].when}`).join('\n\n');
        const examples = Object.fromEntries(
          those.map((code) => [code, { value: { title: PROBLEMS[code].when, status, code, requestId: 'req_5c1f' } }]),
        );
        const schema = { $ref: '#/components/schemas/Problem' };
        return [String(status), { description, content: { 'application/problem+json': { schema, examples } } }];
      }),
  );
}

/** A report's table is text, shown with the rows of the report's own example. */
function withTables(responses: Operation['responses']): Operation['responses'] {
  return Object.fromEntries(
    Object.entries(responses).map(([status, answer]) => {
      const content = answer && 'content' in answer ? answer.content : undefined;
      const schema = content?.[TABLE]?.schema;
      const report: unknown = schema && 'example' in schema ? schema.example : undefined;
      if (!isReport(report)) return [status, answer];
      const example = tableOf(Object.keys(report.data[0] ?? {}), report);
      return [status, { ...answer, content: { ...content, [TABLE]: { schema: { type: 'string' }, example } } }];
    }),
  );
}

const scopeLine = (scopes: readonly string[]): string =>
  `Scope: ${scopes.map((scope) => `\`${scope}\``).join(' and ')}.`;

function completed(verb: Verb, operation: Operation, route: DescribedRoute): Operation {
  const { access, also } = route;
  const isPublic = access === 'public';
  const keyed = takesKey(verb, route) ? [IDEMPOTENCY_KEY] : [];
  const scopes = [access, also].filter((scope) => scope !== undefined);
  const scope = isPublic ? 'Public.' : access === undefined ? 'Open to nobody.' : scopeLine(scopes);
  return {
    ...operation,
    description: [operation.description, scope].filter(Boolean).join('\n\n'),
    security: isPublic ? [] : [{ bearer: scopes }],
    parameters: [...(operation.parameters ?? []), ...keyed],
    responses: { ...answersOf(problemsOf(verb, route, operation)), ...withTables(operation.responses) },
  };
}

/** Adds to each operation what holds for many: scope, idempotency key, problems. */
export function completedPaths(paths: Paths, routes: ReadonlyMap<string, DescribedRoute>): Paths {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const operations = VERBS.flatMap((verb) => {
        const [operation, route] = [item[verb], routes.get(`${verb} ${path}`)];
        return operation && route ? [[verb, completed(verb, operation, route)] as const] : [];
      });
      return [path, { ...item, ...Object.fromEntries(operations) }];
    }),
  );
}
