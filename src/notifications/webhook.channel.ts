import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { NotificationUndeliveredError } from '../common/errors.js';
import { ENV, type Env } from '../config/env.js';
import { errorCode } from '../database/error-code.js';
import { OutboxRunner } from '../outbox/outbox.runner.js';
import { TOPICS } from './channels.js';
import type { Notification } from './notification.js';
import { NotificationDelivery } from './notification.delivery.js';
import { Outage } from './outage.js';
import { webhookHeaders } from './standard-webhook.js';

/** Milliseconds to the answer, well below the 30 s after which the outbox begins anew. */
const TIMEOUT = 10_000;

/** An answer of any status is no outage: it says that the receiver is there. */
const isAway = (error: unknown): boolean => !(error instanceof NotificationUndeliveredError);

/** A signed POST to the operator's own system: for messages by other ways than mail, or in words of its own. */
@Injectable()
export class WebhookChannel implements OnModuleInit {
  private readonly outage = new Outage(isAway);

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly runner: OutboxRunner,
    private readonly delivery: NotificationDelivery,
  ) {}

  onModuleInit(): void {
    const { NOTIFICATION_WEBHOOK_URL: url, NOTIFICATION_WEBHOOK_SECRET: secret } = this.env;
    if (!url || !secret) return;
    this.runner.register(TOPICS.webhook, (entry) =>
      this.delivery.deliver(entry, (notification) => this.send(url, secret, notification)),
    );
  }

  private async send(url: string, secret: string, notification: Notification): Promise<'sent'> {
    const body = bodyOf(notification);
    const signed = webhookHeaders(secret, notification.id, Math.floor(Date.now() / 1000), body);
    const headers = { ...signed, 'content-type': 'application/json', 'user-agent': 'countinghouse' };
    try {
      await this.outage.guard(() => post(url, headers, body));
    } catch (error) {
      if (error instanceof NotificationUndeliveredError) throw error;
      throw new NotificationUndeliveredError(`the webhook did not answer: ${errorCode(error) ?? 'timeout'}`);
    }
    return 'sent';
  }
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT);
  const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
  await answer.body?.cancel();
  if (!answer.ok) throw new NotificationUndeliveredError(`the webhook answered ${answer.status}`);
}

function bodyOf({ type, fact, audience, customer, alert, subject, text, html }: Notification): string {
  const { account, livemode, object, attempt, occurredAt } = fact;
  const recipient = customer && { customer: customer.customerId, email: customer.email, name: customer.name };
  return JSON.stringify({
    type,
    timestamp: new Date(occurredAt * 1000).toISOString(),
    data: {
      audience,
      account: account || null,
      livemode,
      object,
      attempt,
      recipient,
      ...(alert ? { alert } : {}),
      subject,
      text,
      html,
    },
  });
}
