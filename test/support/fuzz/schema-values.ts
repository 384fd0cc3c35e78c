import fc from 'fast-check';

/** The part of JSON Schema that the API's description speaks. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly example?: unknown;
}

/** Values that exist, by the name of the field that takes them. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

const FORMATS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  uri: fc.webUrl({ withQueryParameters: true, withFragments: true }),
  email: fc.emailAddress(),
  date: fc.date({ min: new Date(0), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10)),
  'date-time': fc.date({ min: new Date(0), noInvalidDate: true }).map((at) => at.toISOString()),
};

function textOf({ format, pattern, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<unknown> {
  const formatted = format === undefined ? undefined : FORMATS[format];
  if (formatted) return formatted;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 60), unit: 'binary' });
}

/** Whatever a schema allows: mostly what exists, many fields or few, the ends of every range. */
export function valueOf(schema: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const { anyOf, minimum = -(2 ** 53), maximum = 2 ** 53, properties, required = [], items = {} } = schema;
  const existing = known[name];
  if (existing) {
    return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...existing) }, { weight: 1, arbitrary: allowed() });
  }
  return allowed();

  function allowed(): fc.Arbitrary<unknown> {
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (anyOf) return fc.oneof(...anyOf.map((one) => valueOf(one, known, name)));
    if (Array.isArray(schema.type)) {
      return fc.oneof(...schema.type.map((type: string) => valueOf({ ...schema, type }, known, name)));
    }
    switch (schema.type) {
      case 'object': {
        const fields = Object.entries(properties ?? {}).map(
          ([key, field]) => [key, valueOf(field, known, key)] as const,
        );
        const all = fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
        const optional = fields.filter(([key]) => !required.includes(key)).map(([key]) => key);
        const few = fc.record({ all, kept: fc.subarray(optional, { maxLength: Math.min(2, optional.length) }) });
        const isKept = ([key]: [string, unknown]) => required.includes(key);
        return fc.oneof(
          all,
          few.map(({ all: body, kept }) =>
            Object.fromEntries(Object.entries(body).filter((field) => isKept(field) || kept.includes(field[0]))),
          ),
        );
      }
      case 'array':
        return fc.array(valueOf(items, known, name), {
          minLength: schema.minItems ?? 0,
          maxLength: schema.maxItems ?? 4,
        });
      case 'integer':
      case 'number':
        return fc.oneof(
          fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31 - 1) }),
          fc.constantFrom(minimum, maximum),
        );
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return textOf(schema);
    }
  }
}
