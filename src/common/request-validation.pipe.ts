import {
  Injectable,
  StandardSchemaValidationPipe,
  type ArgumentMetadata,
  type StandardSchemaValidationPipeOptions,
} from '@nestjs/common';
import { InvalidRequestError, type RequestFault } from './request.errors.js';

type Issue = Parameters<NonNullable<StandardSchemaValidationPipeOptions['exceptionFactory']>>[0][number];
type Segment = NonNullable<Issue['path']>[number];

/** Faults that are told at once: a body may hold thousands. */
const MOST_FAULTS = 20;
/** Characters of a pointer: the names in it are the caller's. */
const LONGEST_POINTER = 200;

const escaped = (segment: PropertyKey): string => String(segment).replaceAll('~', '~0').replaceAll('/', '~1');

const pointerTo = (path: readonly PropertyKey[]): string =>
  path
    .map((segment) => `/${escaped(segment)}`)
    .join('')
    .slice(0, LONGEST_POINTER)
    .toWellFormed();

const segmentOf = (segment: Segment): PropertyKey => (typeof segment === 'object' ? segment.key : segment);

/** zod names all unknown fields in one issue, at the object that has them. */
const unknownFields = (issue: object): string[] =>
  'keys' in issue && Array.isArray(issue.keys) ? issue.keys.filter((key) => typeof key === 'string') : [];

function faultsOf(issue: Issue, root: readonly PropertyKey[]): RequestFault[] {
  const path = [...root, ...(issue.path ?? []).map(segmentOf)];
  const unknown = unknownFields(issue);
  if (unknown.length === 0) return [{ pointer: pointerTo(path), detail: issue.message }];
  return unknown.map((field) => ({ pointer: pointerTo([...path, field]), detail: 'There is no such field.' }));
}

/** Checks what a handler asks for by `@Body({ schema })`, `@Query({ schema })` and `@Param('id', { schema })`. */
@Injectable()
export class RequestValidationPipe extends StandardSchemaValidationPipe {
  /** @throws {InvalidRequestError} that names places and what belongs there, never what was there. */
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema, data } = metadata;
    if (!schema || !this.toValidate(metadata)) return value;
    const result = await this.validate<T>(value, schema);
    if (!result.issues) {
      this.stripProtoKeys(result.value); // a strict schema has refused them, but not every schema is strict
      return result.value;
    }
    const root = data === undefined ? [] : [data];
    throw new InvalidRequestError(result.issues.flatMap((issue) => faultsOf(issue, root)).slice(0, MOST_FAULTS));
  }
}
