import { readFileSync } from 'node:fs';
import type { Operation, Parameter } from './fuzz/requests.js';
import type { Schema } from './fuzz/schema-values.js';

interface Described {
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly examples?: object }>> }>
  >;
}

export interface DescribedOperation extends Operation {
  /** `POST /stripe/refunds` */
  readonly name: string;
  /** Undefined: public. */
  readonly scope: string | undefined;
  /** Needed besides. */
  readonly also: string | undefined;
  /** Every `code` that the description names. */
  readonly codes: ReadonlySet<string>;
}

/** The operations of openapi.json, which a test keeps equal to what can be called. */
export function describedOperations(): DescribedOperation[] {
  const { paths } = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, { description = '', parameters = [], requestBody, responses }]) => {
      const problems = Object.values(responses).map(({ content }) => content?.['application/problem+json']?.examples);
      const method = verb.toUpperCase();
      return {
        name: `${method} ${path}`,
        method,
        path,
        scope: /Scope: `(\w+)`/.exec(description)?.[1],
        also: /Scope: `\w+` and `(\w+)`/.exec(description)?.[1],
        parameters,
        body: requestBody?.content['application/json'].schema,
        codes: new Set(problems.flatMap((examples) => Object.keys(examples ?? {}))),
      };
    }),
  );
}
