import { Injectable } from '@nestjs/common';
import { EventQueue } from './event-queue.js';

/** The queue of a process that settles no events and has no Redis: of a command. The backend's sweep finds what is due. */
@Injectable()
export class IdleEventQueue extends EventQueue {
  wake(): void {}

  ping(): Promise<'up'> {
    return Promise.resolve('up');
  }

  depth(): Promise<null> {
    return Promise.resolve(null);
  }
}
