import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
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
  private readonly router = Router();

  constructor(@InjectQueue(EVENTS_QUEUE) queue: Queue) {
    const pages = new BoardPages(PATH);
    createBullBoard({
      queues: [
        new BullAdapter(queue, { description: 'Wake-up calls for the workers, without content', readOnlyMode: true }),
      ],
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
    this.router.use(PATH, pages.router);
  }

  /** @throws {NotFoundError} */
  answer(request: Request, response: Response): Promise<void> {
    return new Promise((resolve, reject) => {
      response.once('close', resolve);
      this.router(request, response, (error: unknown) => {
        reject(error instanceof Error ? error : new NotFoundError());
      });
    });
  }
}
