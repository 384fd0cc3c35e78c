import { z } from 'zod';

const DAY = 86_400_000;

/** Periods of one report. */
const MOST_PERIODS = 800;
const SHORTEST = { day: 1, week: 7, month: 28 } as const;

const account = z
  .string()
  .regex(/^acct_[A-Za-z0-9]{1,64}$/, 'must be the id of a connected account')
  .optional()
  .meta({ description: 'A connected account; your own without it.', example: 'acct_1TtEzA2eZvKYlo2C' });

const format = z.enum(['json', 'csv']).optional().meta({ description: 'Counts before the Accept header.' });

/** In UTC from 1970 to 2199: what every clock of Stripe's has shown or will. */
const date = z.iso
  .date('must be a day, as in 2026-08-01')
  .refine((day) => day >= '1970-01-01' && day < '2200-01-01', 'must be a day from 1970 to 2199');

/** Without a slash only UTC: `EST` and `CET` are a fixed offset to PostgreSQL, and to others the zone of a region. */
const TIME_ZONE = /^(?:UTC|[A-Za-z]+(?:[_-][A-Za-z]+)*(?:\/[A-Za-z0-9_+-]+){1,2})$/;

function isTimeZone(name: string): boolean {
  if (!TIME_ZONE.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be UTC, or the name of a time zone as Europe/Berlin')
  .default('UTC')
  .meta({
    description: 'In which days, weeks and months begin: `UTC`, or a name with a slash.',
    example: 'Europe/Berlin',
  });

const iso = (at: Date): string => at.toISOString().slice(0, 10);

/** Which day it is there, at its beginning in UTC: Swedish dates are as ISO 8601 has them. */
const todayIn = (zone: string): Date =>
  new Date(new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format());

/** The twelve months until now. */
function defaultFrom(zone: string): string {
  const today = todayIn(zone);
  return iso(new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 11, 1)));
}

const tomorrow = (zone: string): string => iso(new Date(todayIn(zone).getTime() + DAY));

/** `?from=2026-01-01&to=2026-08-01&interval=month&timeZone=UTC` */
export const periodQuery = z
  .strictObject({
    from: date.optional().meta({
      description:
        'The first day. Default: twelve months, the running one among them; which one runs goes by the time zone.',
      example: '2026-01-01',
    }),
    to: date.optional().meta({ description: 'The day after the last one. Default: tomorrow.', example: '2026-08-01' }),
    interval: z.enum(['day', 'week', 'month']).default('month'),
    timeZone,
    account,
    format,
  })
  .transform(({ timeZone: zone, from = defaultFrom(zone), to = tomorrow(zone), ...query }) => ({
    ...query,
    timeZone: zone,
    from,
    to,
  }))
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be after from' })
  .refine(({ from, to, interval }) => Date.parse(to) - Date.parse(from) <= MOST_PERIODS * SHORTEST[interval] * DAY, {
    path: ['interval'],
    message: `must be longer: a report has ${MOST_PERIODS} periods at most`,
  });

/** `?at=2026-08-01T00:00:00Z` */
export const momentQuery = z.strictObject({
  at: z.iso
    .datetime({ error: 'must be a time in UTC, as in 2026-08-01T00:00:00Z' })
    .refine((at) => at >= '1970' && at < '2200', 'must be from 1970 to 2199')
    .optional()
    .meta({ description: 'The moment that is reported. Default: now.' }),
  account,
  format,
});

export type PeriodQuery = Readonly<z.output<typeof periodQuery>>;
export type MomentQuery = Readonly<z.output<typeof momentQuery>>;
