import { z } from 'zod';
import { pageAnswer, time } from '../../common/schemas.js';
import { ALERT_NAMES, runbookOf, SEVERITIES } from './alert-names.js';
import { ALERT_RULES } from './alert-rules.js';
import type { IncidentMessage } from './incident-messages.js';
import type { IncidentRow } from './incident.repository.js';

const name = z.enum(ALERT_NAMES);
const severity = z.enum(SEVERITIES).meta({
  description: '`critical`: customers are hurt, or soon will be. `warning`: within the day.',
});
const value = z.string().meta({ description: 'What was measured, in words.' });
const summary = z.string().meta({ description: 'One sentence.' });
const runbook = z.string().meta({ description: 'Where it says what to do, in the project’s repository.' });

const EXAMPLE = {
  name: 'CountinghouseDeadEvents',
  severity: 'critical',
  summary: 'Events have no attempt left: what they tell is missing.',
  value: '3 events',
  runbook: 'docs/runbook.md#countinghousedeadevents',
} as const;

/** An alert that fires now, as the overview shows it. */
export const firingAlertAnswer = z
  .object({ name, severity, since: time, value, summary, runbook })
  .meta({ example: { ...EXAMPLE, since: '2026-08-01T12:00:00.000Z' } });

export type FiringAlert = Readonly<z.output<typeof firingAlertAnswer>>;

const incidentAnswer = z
  .object({
    id: z.string(),
    name,
    severity,
    summary,
    value: value.meta({ description: 'What was measured last while it lasted, in words.' }),
    runbook,
    openedAt: time,
    clearSince: time
      .nullable()
      .meta({ description: 'Since when nothing is wrong any more; null while it lasts. Ten minutes of it end it.' }),
    resolvedAt: time.nullable().meta({ description: 'Null: it is open.' }),
    messages: z
      .array(
        z.object({
          about: z.enum(['opened', 'resolved']),
          channel: z.enum(['email', 'webhook']),
          status: z
            .enum(['pending', 'sent', 'obsolete', 'dead'])
            .meta({ description: '`obsolete`: it was over before the message could leave, and nothing was sent.' }),
          settledAt: time.nullable(),
        }),
      )
      .meta({ description: 'Who was told of it, and whether it went out. None for alerts that send nothing.' }),
  })
  .meta({
    example: {
      id: 'incident_5f0c3c1e7a7d4d0f9c581d0f5f6c2f11',
      ...EXAMPLE,
      openedAt: '2026-08-01T12:00:00.000Z',
      clearSince: null,
      resolvedAt: null,
      messages: [{ about: 'opened', channel: 'email', status: 'sent', settledAt: '2026-08-01T12:00:01.204Z' }],
    },
  });

export const incidentsAnswer = pageAnswer(incidentAnswer);

export type IncidentAnswer = z.output<typeof incidentAnswer>;

export function showIncident(row: IncidentRow, messages: readonly IncidentMessage[]): IncidentAnswer {
  const { id, alert, created, clearSince, resolvedAt } = row;
  return {
    id,
    name: alert,
    severity: row.severity,
    summary: ALERT_RULES[alert].summary,
    value: row.value,
    runbook: runbookOf(alert),
    openedAt: created.toISOString(),
    clearSince: clearSince?.toISOString() ?? null,
    resolvedAt: resolvedAt?.toISOString() ?? null,
    messages: messages.map((message) => ({ ...message, settledAt: message.settledAt?.toISOString() ?? null })),
  };
}
