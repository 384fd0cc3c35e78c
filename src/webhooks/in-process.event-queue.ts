import { Injectable } from '@nestjs/common';
import { EventQueue } from './event-queue.js';
import { EventWorker } from './event-worker.js';

/** The queue of a single process without Redis. */
@Injectable()
export class InProcessEventQueue extends EventQueue {
  constructor(private readonly worker: EventWorker) {
    super();
  }

  wake(): void {
    this.worker.wakeFresh();
  }

  ping(): Promise<'up'> {
    return Promise.resolve('up');
  }

  depth(): Promise<null> {
    return Promise.resolve(null);
  }
}
