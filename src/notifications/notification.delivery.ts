import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { NotificationUndeliveredError } from '../common/errors.js';
import { ENV, type Env } from '../config/env.js';
import type { ClaimedEntry } from '../outbox/outbox.repository.js';
import {
  disputeContent,
  fraudWarningContent,
  openedContent,
  payingTwiceContent,
  resolvedContent,
  reviewContent,
  trialContent,
  unpaidInvoiceContent,
  type Content,
} from './content.js';
import {
  audienceOf,
  factSchema,
  idOf,
  keyOf,
  type Fact,
  type Notification,
  type NotificationType,
} from './notification.js';
import { NotificationRepository } from './notification.repository.js';
import { senderOf } from './sender.js';
import { TemplateStore } from './template.store.js';

/** Attempts, over about four hours, in which a customer who is not in the database yet may arrive there. */
const PATIENCE = 14;

/** Hands a message over, or says that there is no address for it. */
export type Send = (notification: Notification) => Promise<'sent' | 'no address'>;

/** From an outbox entry to a message: looks at the rows as they are now, finds the words, and lets a channel send it. */
@Injectable()
export class NotificationDelivery {
  private readonly sender: string | null;
  private readonly contentOf: Readonly<Record<NotificationType, (fact: Fact, topic: string) => Promise<Content>>> = {
    'invoice.payment_failed': (fact) => this.unpaidInvoice(fact),
    'invoice.payment_action_required': (fact) => this.unpaidInvoice(fact),
    'customer.subscription.trial_will_end': async (fact) =>
      trialContent(fact, await this.rows.trial(fact.account, fact.object)),
    'charge.dispute.created': async (fact) => disputeContent(fact, await this.rows.dispute(fact.account, fact.object)),
    'radar.early_fraud_warning.created': async (fact) =>
      fraudWarningContent(fact, await this.rows.fraudWarning(fact.account, fact.object)),
    'review.opened': async (fact) => reviewContent(fact, await this.rows.review(fact.account, fact.object)),
    'tenant.pays_twice': async (fact) =>
      payingTwiceContent(fact, await this.rows.tenant(fact.account, fact.tenant ?? '')),
    'alert.opened': async (fact) => openedContent(fact, await this.rows.incident(fact.object)),
    'alert.resolved': async (fact, topic) => {
      const beginning = await this.rows.statusOf(topic, keyOf({ ...fact, type: 'alert.opened' }));
      return resolvedContent(fact, await this.rows.incident(fact.object), beginning);
    },
  };

  constructor(
    @Inject(ENV) env: Env,
    private readonly rows: NotificationRepository,
    private readonly templates: TemplateStore,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(NotificationDelivery.name);
    this.sender = senderOf(env.MAIL_FROM).name || null;
  }

  /** @throws {NotificationUndeliveredError} when the outbox should try again. */
  async deliver(entry: ClaimedEntry, send: Send): Promise<'sent' | 'obsolete'> {
    const fact = factSchema.parse(entry.payload);
    const content = await this.contentOf[fact.type](fact, entry.topic);
    if ('obsolete' in content) return this.drop(entry, fact, content.obsolete);
    const { type, customer, alert = null } = content;
    const words = this.templates.render(type, { ...content.values, sender: this.sender });
    const result = await send({ id: idOf(fact), type, fact, audience: audienceOf(type), customer, alert, ...words });
    if (result === 'sent') return result;
    if (content.isEarly && entry.attempts < PATIENCE) {
      throw new NotificationUndeliveredError('the customer has not arrived yet');
    }
    return this.drop(entry, fact, result);
  }

  private drop(entry: ClaimedEntry, { type, account, object }: Fact, reason: string): 'obsolete' {
    const line = { entry: entry.id, topic: entry.topic, notification: type, account: account || undefined, object };
    this.logger.info({ ...line, reason }, 'notification not sent');
    return 'obsolete';
  }

  private async unpaidInvoice(fact: Fact): Promise<Content> {
    return unpaidInvoiceContent(fact, await this.rows.unpaidInvoice(fact.account, fact.object));
  }
}
