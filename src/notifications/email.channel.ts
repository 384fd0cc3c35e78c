import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transporter } from 'nodemailer';
import { NotificationUndeliveredError } from '../common/errors.js';
import { ENV, type Env } from '../config/env.js';
import { OutboxRunner } from '../outbox/outbox.runner.js';
import { TOPICS } from './channels.js';
import type { Notification } from './notification.js';
import { NotificationDelivery } from './notification.delivery.js';
import { Outage } from './outage.js';
import { senderOf } from './sender.js';
import { isServerAway, smtpReason } from './smtp-reason.js';
import { needsTls } from './smtp-url.js';

/** Milliseconds. All of it together stays below the 30 s after which the outbox begins anew. */
const TIMEOUTS = { dnsTimeout: 5_000, connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 8_000 };
/** Milliseconds for a whole message, however slowly the server drips. */
const LIMIT = 20_000;

/**
 * Mail by SMTP, a connection for each message: there are few, and none is left open. Entries that wait when SMTP_URL is
 * taken away wait until it is back.
 */
@Injectable()
export class EmailChannel implements OnModuleInit {
  private readonly outage = new Outage(isServerAway);

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly runner: OutboxRunner,
    private readonly delivery: NotificationDelivery,
  ) {}

  async onModuleInit(): Promise<void> {
    const { SMTP_URL, MAIL_FROM } = this.env;
    if (!SMTP_URL || !MAIL_FROM) return;
    const { createTransport } = await import('nodemailer');
    const mailer = createTransport({
      url: SMTP_URL, // what it says in its query counts before what stands here
      requireTLS: needsTls(SMTP_URL),
      disableFileAccess: true,
      disableUrlAccess: true,
      ...TIMEOUTS,
    });
    const from = senderOf(MAIL_FROM);
    this.runner.register(TOPICS.email, (entry) =>
      this.delivery.deliver(entry, (notification) => this.send(mailer, from, notification)),
    );
  }

  private async send(
    mailer: Transporter,
    from: { readonly name: string; readonly address: string },
    { id, audience, customer, subject, text, html }: Notification,
  ): Promise<'sent' | 'no address'> {
    const address = audience === 'operator' ? this.env.OPERATOR_EMAIL : customer?.email;
    if (!address) return 'no address';
    const message = {
      from,
      to: { name: '', address },
      subject,
      text,
      html,
      messageId: `<${id}@${from.address.split('@').at(-1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.timeout(LIMIT),
    };
    try {
      await this.outage.guard(() => mailer.sendMail(message));
    } catch (error) {
      throw error instanceof NotificationUndeliveredError ? error : new NotificationUndeliveredError(smtpReason(error));
    }
    return 'sent';
  }
}
