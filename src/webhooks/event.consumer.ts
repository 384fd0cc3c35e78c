import { Process, Processor } from '@nestjs/bull';
import { EVENTS_QUEUE } from './bull.event-queue.js';
import { EventWorker } from './event-worker.js';

/** Bull's side of the worker. A stalled job that runs twice is harmless: the log decides what is due. */
@Processor(EVENTS_QUEUE)
export class EventConsumer {
  constructor(private readonly worker: EventWorker) {}

  @Process({ concurrency: 2 })
  work(): Promise<void> {
    return this.worker.work();
  }
}
