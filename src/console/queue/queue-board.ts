import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { Router, type Request, type Response } from 'express';
import { NotFoundError } from '../../common/request.errors.js';
import { EVENTS_QUEUE } from '../../webhooks/bull.event-queue.js';
import { BoardPages } from './board-pages.js';

const PATH = '/console/queue';

/** Bull's own page of the wake-up calls (@bull-board), to look at. Jobs have no content: which events are due, the log tells. */
@Injectable()
export class QueueBoard {
  private router: Promise<Router> | undefined;

  constructor(@InjectQueue(EVENTS_QUEUE) private readonly queue: Queue) {}

  /** @throws {NotFoundError} */
  async answer(request: Request, response: Response): Promise<void> {
    const router = await (this.router ??= this.load());
    return new Promise((resolve, reject) => {
      response.once('close', resolve);
      router(request, response, (error: unknown) => {
        reject(error instanceof Error ? error : new NotFoundError());
      });
    });
  }

  /** When somebody looks: hardly any process is ever asked, and all would load its modules at their start. */
  private async load(): Promise<Router> {
    const { createBullBoard } = await import('@bull-board/api');
    const { BullAdapter } = await import('@bull-board/api/bullAdapter');
    const pages = new BoardPages(PATH);
    const description = 'Wake-up calls for the workers, without content';
    createBullBoard({
      queues: [new BullAdapter(this.queue, { description, readOnlyMode: true })],
      serverAdapter: pages,
      options: {
        uiConfig: {
          boardTitle: 'Queue',
          boardLogo: { path: '/console/favicon.svg', width: 22, height: 22 },
          favIcon: { default: '/console/favicon.svg', alternative: '/console/favicon.svg' },
          miscLinks: [{ text: 'Back to the console', url: '/console' }],
          hideDocsLink: true,
          hideRedisDetails: true,
          locale: { lng: 'en-US' },
        },
      },
    });
    return Router().use(PATH, pages.router);
  }
}
