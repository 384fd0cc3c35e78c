import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { OutboxRunner } from '../outbox/outbox.runner.js';
import { TOPICS } from './channels.js';
import { NotificationDelivery } from './notification.delivery.js';

/** One line that a message was due, where nothing is set to send it by. It tells of nobody. */
@Injectable()
export class LogChannel implements OnModuleInit {
  constructor(
    private readonly runner: OutboxRunner,
    private readonly delivery: NotificationDelivery,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(LogChannel.name);
  }

  onModuleInit(): void {
    this.runner.register(TOPICS.log, (entry) =>
      this.delivery.deliver(entry, ({ type, audience, fact }) => {
        const { account, object, attempt } = fact;
        const line = { notification: type, audience, account: account || undefined, object };
        this.logger.info({ ...line, attempt: attempt ?? undefined }, 'notification');
        return Promise.resolve('sent');
      }),
    );
  }
}
