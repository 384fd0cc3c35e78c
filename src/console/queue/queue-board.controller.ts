import { All, Controller, Get, Put, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Caller } from '../../auth/caller.js';
import { ConsoleSessions } from '../../auth/console-sessions.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { Public } from '../../auth/public.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { NotFoundError } from '../../common/request.errors.js';
import { requireWholeReach } from '../../operations/whole-reach.js';
import { boardPolicy, protectPage } from '../pages/content-policy.js';
import { QueueBoard } from './queue-board.js';

/**
 * Bull's page is an Express application that writes its answers itself, hence `@Res()`: here, so that the guards decide
 * before it. Looking and retrying is all that is let through; emptying or pausing a queue is nothing for a click.
 */
@ApiExcludeController()
@Controller('console/queue')
@RequireScope('operations')
export class QueueBoardController {
  constructor(
    private readonly board: QueueBoard,
    private readonly sessions: ConsoleSessions,
  ) {}

  @Get('api/*path')
  async read(@CurrentCaller() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    requireWholeReach(caller);
    response.setHeader('Cache-Control', 'no-store');
    await this.board.answer(request, response);
  }

  @Put(['api/queues/:queue/:job/retry', 'api/queues/:queue/retry/:status'])
  async retry(@CurrentCaller() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    requireWholeReach(caller);
    await this.board.answer(request, response);
  }

  @All('api/*path')
  refuse(): never {
    throw new NotFoundError();
  }

  /** Files of a published package. */
  @Get('static/*path')
  @Public()
  async file(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.board.answer(request, response);
  }

  /** The page itself holds nothing; who is not signed in is sent there instead of to an empty one. */
  @Get(['', '*path'])
  @Public()
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!(await this.sessions.ofNavigation(request))) return response.redirect('/console/sign-in');
    protectPage(response, boardPolicy);
    await this.board.answer(request, response);
  }
}
