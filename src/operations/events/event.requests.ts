import { z } from 'zod';
import { chosenId, pageQuery, text } from '../../common/schemas.js';
import { OWN_ACCOUNT } from '../operator.js';
import { EVENT_SOURCES, EVENT_STATUSES } from './event.answers.js';

/** Events that one request may name by their ids. */
const MOST_IDS = 1_000;

export const eventId = z
  .string()
  .regex(/^evt_[\x21-\x7e]{1,250}$/, 'must be the id of an event')
  .meta({ example: 'evt_1TtEzB2eZvKYlo2C' });

const moment = (description: string) =>
  z.iso
    .datetime({ offset: true, error: 'must be a time as in 2026-08-01T12:00:00Z' })
    .refine((at) => at >= '1970' && at < '2200', 'must be a time from 1970 to 2199')
    .transform((at) => new Date(at))
    .optional()
    .meta({ type: 'string', format: 'date-time', description, example: '2026-08-01T12:00:00Z' });

const VERDICTS = ['applied', 'superseded', 'duplicate', 'ambiguous', 'stored', 'ignored', 'failed'] as const;

/** What all events that are meant have in common. */
const filterFields = {
  type: z
    .string()
    .max(250)
    .regex(/^[a-z0-9_[\]]+(\.[a-z0-9_[\]]+)*(\.\*)?$/i, 'must be an event type, or its beginning as in invoice.*')
    .optional()
    .meta({ description: 'One type, or all that begin so: `invoice.*`.', example: 'invoice.*' }),
  object: chosenId.optional().meta({ description: 'Id of the object that the events are about.', example: 'in_1Tt' }),
  account: z
    .string()
    .regex(new RegExp(`^(${OWN_ACCOUNT}|acct_[A-Za-z0-9]{1,64})$`), 'must be a connected account, or `own`')
    .optional()
    .meta({ description: 'A connected account, or `own`; all without it.', example: 'acct_1TtEzA2eZvKYlo2C' }),
  customer: chosenId.optional().meta({
    description: 'Of the customer and everything that is theirs: subscriptions, invoices, payments.',
    example: 'cus_TtEzA2eZvKYlo2',
  }),
  tenant: text(500).optional().meta({ description: 'Of all customers of the tenant.', example: 'tenant_42' }),
  status: z.enum(EVENT_STATUSES).optional(),
  verdict: z.enum(VERDICTS).optional(),
  source: z.enum(EVENT_SOURCES).optional(),
  from: moment('Received at or after this time.'),
  to: moment('Received before this time.'),
};

/** `?type=invoice.*&status=failed&limit=20&cursor=…` */
export const eventsQuery = z.strictObject({ id: eventId.optional(), ...filterFields, ...pageQuery.shape });

export type EventsQuery = z.output<typeof eventsQuery>;

/** What a group of failures has in common besides. */
const groupFields = {
  errorClass: text(40).optional().meta({ example: 'permanent' }),
  error: text(400)
    .optional()
    .meta({ description: 'As `GET /operations/failures` writes it: ids and figures are `…`.' }),
};

const eventFilter = z
  .strictObject({ ...filterFields, ...groupFields })
  .refine((filter) => Object.values(filter).some((condition) => condition !== undefined), 'must have a condition')
  .meta({ example: { status: 'dead', errorClass: 'permanent' } });

/** Which events are meant: all conditions together. */
export type EventFilter = z.output<typeof eventFilter>;

const selection = {
  ids: z.array(eventId).min(1).max(MOST_IDS).optional().meta({ description: 'Either these, or a `filter`.' }),
  filter: eventFilter.optional(),
};

/** Numbers of the log, as text: they may have more digits than a number in JSON. */
const previewed = z
  .strictObject({
    upTo: z.string().regex(/^\d{1,18}$/, 'must be `upTo` of the preview'),
    events: z.int().min(0).max(50_000),
  })
  .optional()
  .meta({
    description:
      'With a `filter`: `upTo` and `events` as the preview has told them. What was received later is left alone; when more match by now than were counted, nothing is done (409 `selection_changed`).',
    example: { upTo: '120719', events: 12 },
  });

const isBound = ({ ids, previewed: seen }: { ids?: unknown; previewed?: unknown }): boolean =>
  ids === undefined || seen === undefined;

const NOT_WITH_IDS = { path: ['previewed'], message: 'belongs to a `filter`: ids mean what they meant' };

const isEither = ({ ids, filter }: { ids?: unknown; filter?: unknown }): boolean =>
  (ids === undefined) !== (filter === undefined);

const EITHER = 'must have `ids` or a `filter`, not both';

const reason = text(500).meta({ description: 'Goes into the audit log.', example: 'The mapper is mended, says Ann' });

/** Events, by their ids or by what they have in common. */
export interface Selection {
  readonly ids?: readonly string[] | undefined;
  readonly filter?: EventFilter | undefined;
  /** What was looked at before somebody decided; undefined: whatever matches now. */
  readonly previewed?: { readonly upTo: string; readonly events: number } | undefined;
}

export const previewBody = z
  .strictObject(selection)
  .refine(isEither, EITHER)
  .meta({ example: { filter: { status: 'dead', errorClass: 'permanent' } } });

export const replayBody = z
  .strictObject({
    ...selection,
    previewed,
    reason,
    ratePerSecond: z
      .int()
      .min(1)
      .max(200)
      .default(20)
      .meta({ description: 'Events that are made due in a second.', example: 20 }),
  })
  .refine(isEither, EITHER)
  .refine(isBound, NOT_WITH_IDS)
  .meta({ example: { filter: { status: 'dead' }, reason: 'The mapper is mended', ratePerSecond: 20 } });

export type ReplayBody = z.output<typeof replayBody>;

export const ignoreBody = z
  .strictObject({ ...selection, previewed, reason })
  .refine(isEither, EITHER)
  .refine(isBound, NOT_WITH_IDS)
  .meta({ example: { ids: ['evt_1TtEzB2eZvKYlo2C'], reason: 'Made by hand in the dashboard, of no use' } });

export type IgnoreBody = z.output<typeof ignoreBody>;

export const unmaskBody = z.strictObject({ reason }).meta({ example: { reason: 'Ticket 4711: which address?' } });

export type UnmaskBody = z.output<typeof unmaskBody>;

export const stopBody = z.strictObject({ reason }).meta({ example: { reason: 'The wrong filter, says Ann' } });

export type StopBody = z.output<typeof stopBody>;

export const replayId = z
  .string()
  .regex(/^rpl_[0-9a-f]{32}$/, 'must be the id of a replay')
  .meta({ example: 'rpl_5f0c3c1e7a7d4d0f9c581d0f5f6c2f11' });
