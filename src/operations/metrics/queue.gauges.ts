import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { EventQueue, type QueueDepth } from '../../webhooks/event-queue.js';

/** The queue between processes; without Redis there is none, and nothing to show. */
@Injectable()
export class QueueGauges {
  constructor(registry: Registry, queue: EventQueue) {
    const registers = [registry];
    const ask = (): Promise<QueueDepth | null | 'down'> => queue.depth().catch(() => 'down');
    const up: Gauge = new Gauge({
      name: 'countinghouse_queue_up',
      help: 'Whether Redis answered',
      registers,
      collect: async () => {
        const depth = await ask();
        if (depth === null) up.remove();
        else up.set(depth === 'down' ? 0 : 1);
      },
    });
    const jobs: Gauge<'state'> = new Gauge({
      name: 'countinghouse_queue_jobs',
      help: 'Wake-up calls in the queue; how much there is to do, the backlog tells',
      labelNames: ['state'],
      registers,
      collect: async () => {
        const depth = await ask();
        jobs.reset();
        if (depth === null || depth === 'down') return;
        jobs.set({ state: 'waiting' }, depth.waiting);
        jobs.set({ state: 'active' }, depth.active);
      },
    });
  }
}
