import { BullModule } from '@nestjs/bull';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { redisOptions } from '../common/redis-options.js';
import type { Env } from '../config/env.js';
import { DatabaseIdentity } from '../database/database-identity.js';
import { AfterCommit } from './after-commit.js';
import { BullEventQueue, EVENTS_QUEUE } from './bull.event-queue.js';
import { BatchDispatcher } from './batch-dispatcher.js';
import { EventAttempt } from './event-attempt.js';
import { EventHandling } from './event-handling.js';
import { EventIngest } from './event-ingest.js';
import { EventInsertRepository } from './event-insert.repository.js';
import { DirectWebhooks } from './direct-webhooks.js';
import { DueEventsRepository } from './due-events.repository.js';
import { EventLogRepository } from './event-log.repository.js';
import { EventMetrics } from './event.metrics.js';
import { EventQueue } from './event-queue.js';
import { EventSweep } from './event-sweep.js';
import { EventWorker } from './event-worker.js';
import { EventConsumer } from './event.consumer.js';
import { ObjectSync } from './object-sync.js';
import { IdleEventQueue } from './idle.event-queue.js';
import { InProcessEventQueue } from './in-process.event-queue.js';
import { IngestLoad } from './ingest-load.js';
import { RecentEvents } from './recent-events.js';
import { Rereads } from './rereads.js';
import { PayloadPartitions } from './payload-partitions.js';
import { PayloadSubscriber } from './payload.subscriber.js';
import { SignedWebhooks } from './signed-webhooks.js';
import { SingleDispatcher } from './single-dispatcher.js';
import { StripeEventLog, StripeEventPayload } from './stripe-event-log.entity.js';
import { WebhookMetrics } from './webhook.metrics.js';
import { WebhooksController } from './webhooks.controller.js';
import { WorkerClaimsRepository } from './worker-claims.repository.js';

/** From POST to commit. Which queue, and whether this process works events off, the environment decides. */
@Module({})
export class WebhooksModule {
  static forRoot(env: Env): DynamicModule {
    const redis = env.REDIS_URL;
    const works = env.ROLE !== 'api';
    const withoutRedis = works ? InProcessEventQueue : IdleEventQueue;
    const workers: Provider[] = [
      BatchDispatcher,
      SingleDispatcher,
      EventAttempt,
      EventHandling,
      AfterCommit,
      EventWorker,
      EventSweep,
    ];
    return {
      module: WebhooksModule,
      global: true,
      imports: [
        TypeOrmModule.forFeature([StripeEventLog, StripeEventPayload]),
        ...(redis
          ? [
              BullModule.forRootAsync({
                inject: [DatabaseIdentity],
                useFactory: ({ prefix }: DatabaseIdentity) => ({ redis: redisOptions(redis), prefix }),
              }),
              BullModule.registerQueue({ name: EVENTS_QUEUE }),
            ]
          : []),
      ],
      controllers: env.ROLE === 'worker' ? [] : [WebhooksController],
      providers: [
        DueEventsRepository,
        EventInsertRepository,
        EventLogRepository,
        WorkerClaimsRepository,
        PayloadPartitions,
        PayloadSubscriber,
        RecentEvents,
        IngestLoad,
        Rereads,
        EventMetrics,
        EventIngest,
        ObjectSync,
        { provide: EventQueue, useClass: redis ? BullEventQueue : withoutRedis },
        ...(env.ROLE === 'worker' ? [] : [WebhookMetrics, SignedWebhooks, DirectWebhooks]),
        ...(works ? workers : []),
        ...(works && redis ? [EventConsumer] : []),
      ],
      exports: [
        ...(redis ? [BullModule] : []),
        EventIngest,
        EventLogRepository,
        EventMetrics,
        EventQueue,
        ObjectSync,
        Rereads,
      ],
    };
  }
}
