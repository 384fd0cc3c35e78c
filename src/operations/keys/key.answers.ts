import { z } from 'zod';
import { SCOPES } from '../../auth/caller.js';
import { pageAnswer, pageQuery, text, time } from '../../common/schemas.js';
import { isId } from '../../stripe/shapes/id.js';

const EXAMPLE = {
  id: 'key_2f6c1a0b9d8e7f6a5b',
  name: 'billing service',
  scopes: ['billing'],
  account: '',
  tenant: null,
  createdBy: { kind: 'user', id: 'auth0|65f1c' },
  state: 'active',
  createdAt: '2026-08-01T12:00:00.000Z',
  expiresAt: '2027-08-01T00:00:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
} as const;

const shown = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  account: z.string().meta({ description: 'Connected account whose tenants it acts for; empty for your own.' }),
  tenant: z.string().nullable().meta({ description: 'The only one it acts for; null: any.' }),
  createdBy: z
    .object({ kind: z.enum(['user', 'key']), id: z.string() })
    .nullable()
    .meta({ description: 'Who made it over HTTP; null: a command on one of your machines, or before that was noted.' }),
  state: z.enum(['active', 'expired', 'revoked']),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable().meta({ description: 'To the minute.' }),
  revokedAt: time.nullable(),
};

/** A key without itself: nobody can read it again. */
export const apiKeyAnswer = z.object(shown).meta({ example: EXAMPLE });

export type ApiKeyAnswer = z.output<typeof apiKeyAnswer>;

export const apiKeysAnswer = pageAnswer(apiKeyAnswer);

export const newApiKeyAnswer = z
  .object({ ...shown, key: z.string().meta({ description: 'Shown this once, and kept nowhere.' }) })
  .meta({ example: { ...EXAMPLE, key: 'chk_…' } });

export type NewApiKeyAnswer = z.output<typeof newApiKeyAnswer>;

export const revokedKeyAnswer = z
  .object({ ...shown, alsoRevoked: z.array(z.string()).meta({ description: 'What it made, with `withMade`.' }) })
  .meta({ example: { ...EXAMPLE, state: 'revoked', revokedAt: '2026-09-01T12:00:00.000Z', alsoRevoked: [] } });

export type RevokedKeyAnswer = z.output<typeof revokedKeyAnswer>;

export const keyId = z
  .string()
  .regex(/^key_[0-9a-f]{1,64}$/, 'must be the id of a key')
  .meta({ example: 'key_2f6c1a0b9d8e7f6a5b' });

export const keysQuery = pageQuery.extend({
  state: z.enum(['active', 'all']).default('active').meta({ description: '`active` unless said.' }),
});

export type KeysQuery = z.output<typeof keysQuery>;

const isName = (name: string): boolean => /\S/.test(name) && !/\p{C}/u.test(name);

const reason = text(500).meta({ description: 'Goes into the audit log.' });

export const newKeyBody = z
  .strictObject({
    name: text(100)
      .refine(isName, 'must say something, without control characters')
      .meta({ description: 'What people call it.', example: 'billing service' }),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1)
      .max(SCOPES.length)
      .meta({ example: ['billing'] }),
    tenant: text(500)
      .refine(isId, 'must be an id')
      .optional()
      .meta({ description: 'The only one it acts for; any unless said.', example: 'tenant_42' }),
    account: z
      .string()
      .regex(/^acct_\w{1,250}$/, 'must be the id of a connected account')
      .optional()
      .meta({ description: 'Connected account whose tenants it acts for; the caller’s own unless said.' }),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'must be a time as in 2027-08-01T00:00:00Z' })
      .refine((at) => at < '2200', 'must be a time before 2200')
      .transform((at) => new Date(at))
      .optional()
      .meta({
        type: 'string',
        format: 'date-time',
        description: 'Never unless said. Users must say one, within 90 days.',
        example: '2199-08-01T00:00:00Z',
      }),
    reason,
  })
  .meta({
    example: { name: 'billing service', scopes: ['billing'], expiresAt: '2199-08-01T00:00:00Z', reason: 'New server' },
  });

export type NewKeyBody = z.output<typeof newKeyBody>;

export const revokeBody = z
  .strictObject({
    reason,
    withMade: z
      .boolean()
      .default(false)
      .meta({ description: 'Also the keys that it made, and those that they made.', example: true }),
  })
  .meta({ example: { reason: 'It was in a log', withMade: true } });

export type RevokeBody = z.output<typeof revokeBody>;
