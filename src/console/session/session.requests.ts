import { z } from 'zod';

/** An API key, or a token of the identity provider: what would stand behind `Bearer`. */
export const signInBody = z.strictObject({
  token: z.string().regex(/^[\w.~+/=-]{1,8192}$/, 'must be an API key or a token'),
});

export type SignInBody = z.output<typeof signInBody>;
