import { Module } from '@nestjs/common';
import { EmailChannel } from './email.channel.js';
import { LogChannel } from './log.channel.js';
import { NotificationDelivery } from './notification.delivery.js';
import { NotificationProcessor } from './notification.processor.js';
import { NotificationRepository } from './notification.repository.js';
import { TemplateStore } from './template.store.js';
import { WebhookChannel } from './webhook.channel.js';

/** Messages to customers and to the operator, from the outbox. */
@Module({
  providers: [
    NotificationRepository,
    NotificationProcessor,
    NotificationDelivery,
    TemplateStore,
    EmailChannel,
    WebhookChannel,
    LogChannel,
  ],
})
export class NotificationsModule {}
