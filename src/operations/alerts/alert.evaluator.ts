import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { inTransaction } from '../../database/in-transaction.js';
import { OutboxRunner } from '../../outbox/outbox.runner.js';
import { TOPICS } from '../../notifications/channels.js';
import { ALERT_NAMES, runbookOf, type AlertName } from './alert-names.js';
import { ALERT_RULES } from './alert-rules.js';
import { IncidentMessages } from './incident-messages.js';
import { IncidentRepository, type Incident } from './incident.repository.js';
import { Observation } from './observed.js';

/** What an operator is told by; nothing else is worked off here. */
const CHANNELS: ReadonlySet<string> = new Set(Object.values(TOPICS));

/** Seconds for which all must be well before an incident is over: what comes back within is the same one. */
const PATIENCE = 600;

/**
 * Looks once at everything, begins and ends incidents, and has the operator told. Several at once are harmless: the
 * table lets an alert have one open incident, and whoever has written it writes its messages.
 */
@Injectable()
export class AlertEvaluator {
  private telling: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly observation: Observation,
    private readonly incidents: IncidentRepository,
    private readonly messages: IncidentMessages,
    private readonly runner: OutboxRunner,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(AlertEvaluator.name);
  }

  /** @throws when the database does not answer: then nothing has changed that is not written. */
  async evaluate(): Promise<void> {
    const seen = await this.observation.read();
    const open = new Map((await this.incidents.open()).map((incident) => [incident.alert, incident]));
    for (const alert of ALERT_NAMES) {
      const { fires, isClear, value } = ALERT_RULES[alert].measure(seen);
      const incident = open.get(alert);
      if (!incident) {
        if (fires) await this.begin(alert, value);
      } else if (isClear) await this.calm(incident);
      else await this.incidents.goesOn(incident.id, value);
    }
    await this.incidents.endUnknown();
    // Where all workers are gone, nobody else does. In the background: a mail server may take its time.
    this.telling ??= this.runner.deliverDue(CHANNELS).finally(() => (this.telling = undefined));
  }

  private async begin(alert: AlertName, value: string): Promise<void> {
    const { severity } = ALERT_RULES[alert];
    const begun = await inTransaction(this.dataSource, async (tx) => {
      const incident = await this.incidents.begin(tx, { alert, severity, value });
      if (incident) await this.messages.add(tx, 'opened', incident);
      return incident;
    });
    if (!begun) return;
    const line = { alert, severity, value, incident: begun.id, runbook: runbookOf(alert) };
    if (severity === 'critical') this.logger.error(line, 'alert: it is wrong');
    else this.logger.warn(line, 'alert: it is wrong');
  }

  private async calm(incident: Incident): Promise<void> {
    await this.incidents.isClear(incident.id);
    const isOver = await inTransaction(this.dataSource, async (tx) => {
      const ended = await this.incidents.end(tx, incident.id, PATIENCE);
      if (ended) await this.messages.add(tx, 'resolved', incident);
      return ended;
    });
    if (!isOver) return;
    this.logger.info({ alert: incident.alert, incident: incident.id }, 'alert: it is right again');
    await this.incidents.prune();
  }
}
