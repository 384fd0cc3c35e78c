import type { Client, ClientPathsWithMethod, MaybeOptionalInit, MethodResponse } from 'openapi-fetch';
import type { paths } from './schema.js';

type Described = Client<paths, 'application/json'>;

export type Verb = 'get' | 'post' | 'patch';

export type PathOf<V extends Verb> = ClientPathsWithMethod<Described, V>;

/** `params` (`path`, `query`, `header`) and `body` as openapi.json has them, and a signal to give up by. */
type InitOf<V extends Verb, Path extends PathOf<V>> = Pick<
  NonNullable<MaybeOptionalInit<paths[Path], V>>,
  'params' | 'body' | 'signal'
>;

/** May be left out where nothing in it has to be given. */
type InitArgument<V extends Verb, Path extends PathOf<V>> =
  undefined extends MaybeOptionalInit<paths[Path], V> ? [init?: InitOf<V, Path>] : [init: InitOf<V, Path>];

export type AnswerOf<V extends Verb, Path extends PathOf<V>> = MethodResponse<Described, V, Path>;

/** Resolves with the body of the answer. @throws {ProblemError} */
export type Call<V extends Verb> = <Path extends PathOf<V>>(
  path: Path,
  ...init: InitArgument<V, Path>
) => Promise<AnswerOf<V, Path>>;

/** Likewise with the text of the answer, for what can also be had as CSV. @throws {ProblemError} */
export type TextCall = <Path extends PathOf<'get'>>(path: Path, ...init: InitArgument<'get', Path>) => Promise<string>;
