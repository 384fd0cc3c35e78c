import { Process, Processor } from '@nestjs/bull';
import { EVENTS_QUEUE } from './bull.event-queue.js';
import { EventWorker } from './event-worker.js';

/** Bull's side of the worker. A stalled job that runs twice is harmless: the log decides what is due. */
@Processor(EVENTS_QUEUE)
export class EventConsumer {
  constructor(private readonly worker: EventWorker) {}

  /** Done at once: a job that waited for the work would wait for the work of all that come meanwhile. */
  @Process()
  wake(): void {
    this.worker.wakeFresh();
  }
}
