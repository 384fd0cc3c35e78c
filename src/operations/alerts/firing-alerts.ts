import { Injectable } from '@nestjs/common';
import { runbookOf, SEVERITIES } from './alert-names.js';
import { ALERT_RULES } from './alert-rules.js';
import type { FiringAlert } from './alert.answers.js';
import { IncidentRepository } from './incident.repository.js';

/** What fires now, as it was found within the last half minute. */
@Injectable()
export class FiringAlerts {
  constructor(private readonly incidents: IncidentRepository) {}

  /** The worst first, and of those the one that has lasted longest. Not those that are clear and only wait for their end. */
  async read(): Promise<FiringAlert[]> {
    const firing = (await this.incidents.open())
      .filter(({ clearSince }) => clearSince === null)
      .toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
    return firing.map(({ alert, severity, openedAt, value }) => ({
      name: alert,
      severity,
      since: openedAt.toISOString(),
      value,
      summary: ALERT_RULES[alert].summary,
      runbook: runbookOf(alert),
    }));
  }
}
