import fc from 'fast-check';
import { HOSTILE } from './hostile.js';
import { valueOf, type Known, type Schema } from './schema-values.js';

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

/** An operation as openapi.json has it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
}

export interface FuzzedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
  /** Something in the body is not what its schema allows, for certain. */
  readonly isWrong: boolean;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A body with one field in the place of another value, or one that nobody knows. */
function spoilt(schema: Schema, known: Known): fc.Arbitrary<Pick<FuzzedRequest, 'body' | 'isWrong'>> {
  const fields = Object.keys(schema.properties ?? {});
  const right = valueOf(schema, known);
  const unknown = fc
    .record({ right, field: fc.stringMatching(/^[a-z]{3,12}_(?:fuzz|__proto__)$/), value: HOSTILE })
    .map(({ right: body, field, value }) => ({
      body: { ...(isRecord(body) ? body : {}), [field]: value },
      isWrong: true,
    }));
  const whole = HOSTILE.map((value) => ({ body: value, isWrong: !isRecord(value) }));
  if (fields.length === 0) return fc.oneof(unknown, whole);
  const replaced = fc
    .record({ right, field: fc.constantFrom(...fields), value: HOSTILE })
    .map(({ right: body, field, value }) => ({
      body: isRecord(body) ? { ...body, [field]: value } : value,
      isWrong: typeof value === 'object' && value !== null && schema.properties?.[field]?.type === 'string',
    }));
  return fc.oneof(unknown, whole, { weight: 2, arbitrary: replaced });
}

const encoded = (value: unknown): string =>
  encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed());

/** Half of the requests are what the description allows, the others are spoilt in one place. */
export function requestsOf({ method, path, parameters, body }: Operation, known: Known): fc.Arbitrary<FuzzedRequest> {
  const bodies =
    body === undefined
      ? fc.constant({ body: undefined, isWrong: false })
      : fc.oneof(
          valueOf(body, known).map((right) => ({ body: right, isWrong: false })),
          spoilt(body, known),
        );
  const required = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  const optional = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const all = fc.record(
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in !== 'header')
        .map((parameter) => [
          parameter.name,
          fc.oneof(
            { weight: 4, arbitrary: valueOf(parameter.schema ?? {}, known, parameter.name) },
            { weight: 1, arbitrary: HOSTILE },
          ),
        ]),
    ),
    { requiredKeys: required },
  );
  // With a dozen filters one is always wrong: half of the requests have two at most.
  const few = fc
    .record({ given: all, kept: fc.subarray(optional, { maxLength: Math.min(2, optional.length) }) })
    .map(({ given, kept }) =>
      Object.fromEntries(Object.entries(given).filter(([name]) => required.includes(name) || kept.includes(name))),
    );
  const values: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.oneof(all, few);
  return fc.record({ sent: bodies, values }).map(({ sent, values: given }) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(given[name]).slice(0, 4_000) || '%20');
    const query = parameters
      .filter((parameter) => parameter.in === 'query' && given[parameter.name] !== undefined)
      .map(({ name }) => `${name}=${encoded(given[name]).slice(0, 4_000)}`);
    return { method, path: query.length === 0 ? filled : `${filled}?${query.join('&')}`, ...sent };
  });
}
