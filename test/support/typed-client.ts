import { createCountinghouseClient, type CountinghouseClient } from '../../client/index.js';
import { signJwt, type TokenFields } from './api.js';
import type { Backend } from './backend.js';

/** The typed client in the hands of a user; tokens are made as they are needed, as an identity provider does. */
export const clientOf = ({ url }: Pick<Backend, 'url'>, fields: TokenFields): CountinghouseClient =>
  createCountinghouseClient({ baseUrl: url, token: () => signJwt(fields) });

/** The typed client in the hands of a backend or an operator. @param tenant for which the key acts */
export const clientWithKey = ({ url }: Pick<Backend, 'url'>, key: string, tenant?: string): CountinghouseClient =>
  createCountinghouseClient({ baseUrl: url, token: key, ...(tenant !== undefined && { tenant }) });
