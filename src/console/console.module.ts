import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../config/env.js';
import { QueueBoard } from './queue/queue-board.js';
import { QueueBoardController } from './queue/queue-board.controller.js';
import { ConsoleSignIn } from './session/console-sign-in.js';
import { SessionController } from './session/session.controller.js';

/** The operators' pages: who is signed in, and Bull's page of the queue. Their files are served by serve-console.ts. */
@Module({})
export class ConsoleModule {
  static forRoot({ ROLE, REDIS_URL }: Env): DynamicModule {
    if (ROLE === 'worker') return { module: ConsoleModule };
    const hasBoard = REDIS_URL !== undefined;
    return {
      module: ConsoleModule,
      controllers: [SessionController, ...(hasBoard ? [QueueBoardController] : [])],
      providers: [ConsoleSignIn, ...(hasBoard ? [QueueBoard] : [])],
    };
  }
}
