import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ENV, livemodeOf, type Env } from '../../config/env.js';
import { channelsOf, TOPICS, type Channel } from '../../notifications/channels.js';
import { keyOf, type Fact } from '../../notifications/notification.js';
import { OutboxRepository } from '../../outbox/outbox.repository.js';
import type { OutboxStatus } from '../../outbox/outbox.entity.js';
import { runbookOf } from './alert-names.js';
import { ALERT_RULES } from './alert-rules.js';
import type { Incident } from './incident.repository.js';

const ABOUT = ['opened', 'resolved'] as const;
const CHANNELS = ['email', 'webhook'] as const;

/** What is said of an incident. */
export type About = (typeof ABOUT)[number];

/** A message of an incident, and what became of it. */
export interface IncidentMessage {
  readonly about: About;
  readonly channel: (typeof CHANNELS)[number];
  readonly status: OutboxStatus;
  readonly settledAt: Date | null;
}

/** The operator's messages: one when an incident begins, and one when it is over, on each channel, by the outbox. */
@Injectable()
export class IncidentMessages {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly dataSource: DataSource,
    private readonly outbox: OutboxRepository,
  ) {}

  /** In the transaction that begins or ends the incident: neither is without the other. */
  async add(tx: EntityManager, about: About, incident: Incident): Promise<void> {
    const fact = this.factOf(about, incident);
    for (const channel of this.channelsFor(incident, fact)) {
      await this.outbox.add(tx, TOPICS[channel], keyOf(fact), { ...fact });
    }
  }

  /** Of incidents by their ids, in the order in which they were written. */
  async of(ids: readonly string[]): Promise<Map<string, IncidentMessage[]>> {
    const keys = ids.flatMap((id) => ABOUT.map((about) => ({ id, about, key: keyOf(namesOnly(about, id)) })));
    const rows: (IncidentMessage & { readonly id: string })[] = await this.dataSource.query(
      `SELECT k.id, k.about, c.channel, o.status, o.settled_at AS "settledAt"
         FROM outbox o
         JOIN jsonb_to_recordset($1::jsonb) AS k (id text, about text, key text) ON k.key = o.business_key
         JOIN jsonb_to_recordset($2::jsonb) AS c (channel text, topic text) ON c.topic = o.topic
        ORDER BY o.id`,
      [JSON.stringify(keys), JSON.stringify(CHANNELS.map((channel) => ({ channel, topic: TOPICS[channel] })))],
    );
    const messages = new Map<string, IncidentMessage[]>(ids.map((id) => [id, []]));
    for (const { id, ...message } of rows) messages.get(id)?.push(message);
    return messages;
  }

  /** Nowhere without a way to send: the evaluator's own line is in the log. */
  private channelsFor({ alert }: Incident, fact: Fact): Channel[] {
    if (!ALERT_RULES[alert].isTold || this.env.ALERT_MESSAGES === 'off') return [];
    return channelsOf(this.env, fact).filter((channel) => channel !== 'log');
  }

  private factOf(about: About, { id, alert, severity, openedAt }: Incident): Fact {
    return {
      ...namesOnly(about, id),
      livemode: livemodeOf(this.env) ?? false,
      occurredAt: Math.floor((about === 'opened' ? openedAt.getTime() : Date.now()) / 1000),
      alert: { name: alert, severity, summary: ALERT_RULES[alert].summary, runbook: runbookOf(alert) },
    };
  }
}

/** What an entry's key is made of. */
const namesOnly = (about: About, id: string): Fact => ({
  type: `alert.${about}`,
  account: '',
  livemode: false,
  object: id,
  attempt: null,
  status: null,
  trialEnd: null,
  occurredAt: 0,
});
