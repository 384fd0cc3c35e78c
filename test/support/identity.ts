/** What the backend of a test knows of its identity provider; `signJwt` makes tokens for it. */
export const IDENTITY = {
  JWT_SECRET: 'a secret of the tests, of more than 32 bytes',
  JWT_ISSUER: 'https://identity.test/',
  JWT_AUDIENCE: 'countinghouse-test',
} as const;
