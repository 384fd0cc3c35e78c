import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import type { FilterOptions } from './events.command.js';

/** As an option of the command line has it. */
const nameOf = (path: readonly PropertyKey[]): string => {
  const name = String(path.find((part) => part !== 'filter') ?? '');
  return name === 'ids' || name === '' ? '' : `--${name}: `;
};

/**
 * What the API's own schema makes of what was said.
 *
 * @throws {InvalidArgumentError} naming the option that cannot be meant.
 */
export function asked<Schema extends z.ZodType>(schema: Schema, values: unknown): z.output<Schema> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InvalidArgumentError(`${nameOf(issue?.path ?? [])}${issue?.message ?? 'cannot be meant'}`);
}

/** What events have in common; undefined when nothing was said. */
export function filterOf(options: FilterOptions): FilterOptions | undefined {
  const { type, object, account, customer, tenant, status, verdict, source, from, to } = options;
  const filter = { type, object, account, customer, tenant, status, verdict, source, from, to };
  return Object.values(filter).some((value) => value !== undefined) ? filter : undefined;
}

/** Either some ids or a filter. */
export const selectionOf = (
  ids: readonly string[],
  options: FilterOptions,
): { ids: string[] | undefined; filter: FilterOptions | undefined } => ({
  ids: ids.length > 0 ? [...ids] : undefined,
  filter: filterOf(options),
});
