import { All, Controller, Get, Req, Res } from '@nestjs/common';
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
 * before it. Looking is all that is let through: a job is a wake-up call, and to run an event again is a replay, which asks
 * for a reason and is in the audit log.
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
