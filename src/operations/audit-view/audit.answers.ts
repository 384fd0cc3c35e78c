import { z } from 'zod';
import { chosenId, pageAnswer, pageQuery, text, time } from '../../common/schemas.js';

const fields = z.record(z.string(), z.unknown()).nullable();

/** One change that somebody asked for. */
export const auditEntryAnswer = z
  .object({
    id: z.string(),
    at: time,
    actor: z.object({ kind: z.enum(['user', 'key', 'system']), id: z.string() }),
    account: z.string().meta({ description: 'Connected account; empty for your own.' }),
    tenant: z.string().nullable(),
    action: z.string().meta({ description: 'The object, then the verb.' }),
    object: z.object({ type: z.string(), id: z.string() }),
    before: fields,
    after: fields,
    outcome: z.enum(['requested', 'done', 'refused', 'unknown']).nullable().meta({
      description:
        'Of a change at Stripe, which has an entry when it is asked for and one for what came of it; null: a change of our own.',
    }),
    requestEntry: z.string().nullable().meta({ description: 'Of an outcome, the entry that asked for it.' }),
    requestId: z.string().nullable(),
  })
  .meta({
    example: {
      id: '1042',
      at: '2026-08-01T12:00:00.000Z',
      actor: { kind: 'key', id: 'key_2f6c1a0b9d8e7f6a5b' },
      account: '',
      tenant: null,
      action: 'api_key.revoke',
      object: { type: 'api_key', id: 'key_0a1b2c3d4e5f6a7b8c' },
      before: { revoked: false },
      after: { revoked: true, reason: 'It was in a log' },
      outcome: null,
      requestEntry: null,
      requestId: 'req_0b2c7a54-6d2e-4a35-9d0e-3f2f6b1f4c11',
    },
  });

export type AuditEntryAnswer = z.output<typeof auditEntryAnswer>;

export const auditAnswer = pageAnswer(auditEntryAnswer);

const MOMENT = /^(19[7-9]\d|2[01]\d\d)-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;
const NO_MOMENT = 'must be a date, or a time as in 2026-08-01T12:00:00Z';

/** A date is its beginning, in UTC. */
const moment = (description: string) =>
  z
    .string()
    .regex(MOMENT, NO_MOMENT)
    .transform((given, context) => {
      const at = new Date(given);
      if (!Number.isNaN(at.getTime())) return at;
      context.addIssue({ code: 'custom', message: NO_MOMENT });
      return z.NEVER;
    })
    .optional()
    .meta({ description, example: '2026-08-01T12:00:00Z' });

/** A page may be short, or empty, and have a `nextCursor` all the same: so far it has looked. */
export const auditQuery = pageQuery.extend({
  actor: text(500).optional().meta({ description: 'A user’s id, or a key’s (`key_…`).', example: 'user_7' }),
  action: z
    .string()
    .max(100)
    .regex(/^[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?$/, 'must be an action, or its beginning as in refund.*')
    .optional()
    .meta({ description: 'One action, or all that begin so: `refund.*`.', example: 'refund.*' }),
  object: chosenId.optional().meta({ description: 'Id of what was changed.', example: 'sub_1TtEzB2eZvKYlo2C' }),
  tenant: text(500).optional().meta({ description: 'For whom the caller acted.', example: 'tenant_42' }),
  from: moment('At or after this time.'),
  to: moment('Before this time.'),
});

export type AuditQuery = z.output<typeof auditQuery>;
