import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../../../auth/caller.js';
import { CurrentCaller } from '../../../auth/current-caller.decorator.js';
import { RequireScope } from '../../../auth/scopes.decorator.js';
import { ApiProblems } from '../../../common/api-problems.decorator.js';
import type { Page } from '../../../common/cursor.js';
import { pageQuery } from '../../../common/schemas.js';
import { AnsweredAnew } from '../../../idempotency/answered-anew.decorator.js';
import { reachOf } from '../../operator.js';
import {
  previewBody,
  replayBody,
  replayId,
  stopBody,
  type ReplayBody,
  type Selection,
  type StopBody,
} from '../event.requests.js';
import { ReplayPreview } from './replay-preview.js';
import {
  previewAnswer,
  replayAccepted,
  replayAnswer,
  replaysAnswer,
  type PreviewAnswer,
  type ReplayAccepted,
  type ReplayAnswer,
} from './replay.answers.js';
import { Replays } from './replays.js';

/** Events that are to run again. */
@ApiTags('operations')
@Controller('operations/replays')
@RequireScope('operations')
export class ReplaysController {
  constructor(
    private readonly replays: Replays,
    private readonly previews: ReplayPreview,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @AnsweredAnew()
  @ApiOperation({
    operationId: 'previewReplay',
    summary: 'How many events would run again, and what the first of them would change',
  })
  @ApiOkResponse({ standardSchema: previewAnswer })
  @ApiProblems('tenant_bound', 'bound_to_another', 'search_too_wide')
  @Header('Cache-Control', 'no-store')
  preview(
    @CurrentCaller() caller: Caller,
    @Body({ schema: previewBody }) selection: Selection,
  ): Promise<PreviewAnswer> {
    return this.previews.preview(selection, reachOf(caller));
  }

  @Post()
  @HttpCode(202)
  @ApiOperation({ operationId: 'startReplay', summary: 'Let events run again, so many a second' })
  @ApiAcceptedResponse({ standardSchema: replayAccepted })
  @ApiProblems(
    'tenant_bound',
    'bound_to_another',
    'payload_gone',
    'nothing_to_replay',
    'selection_changed',
    'too_many_replays',
    'search_too_wide',
  )
  @Header('Cache-Control', 'no-store')
  start(
    @CurrentCaller() caller: Caller,
    @Body({ schema: replayBody }) { reason, ratePerSecond, ...selection }: ReplayBody,
  ): Promise<ReplayAccepted> {
    return this.replays.start(selection, reachOf(caller), { caller, reason, ratePerSecond });
  }

  @Get()
  @ApiOperation({ operationId: 'listReplays', summary: 'Replays that were asked for, newest first' })
  @ApiOkResponse({ standardSchema: replaysAnswer })
  @ApiProblems('tenant_bound')
  @Header('Cache-Control', 'no-store')
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ): Promise<Page<ReplayAnswer>> {
    return this.replays.list(reachOf(caller), query);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getReplay', summary: 'How far a replay has come' })
  @ApiOkResponse({ standardSchema: replayAnswer })
  @ApiProblems('tenant_bound', 'not_found')
  @Header('Cache-Control', 'no-store')
  one(@CurrentCaller() caller: Caller, @Param('id', { schema: replayId }) id: string): Promise<ReplayAnswer> {
    return this.replays.one(id, reachOf(caller));
  }

  @Post(':id/stop')
  @HttpCode(200)
  @ApiOperation({ operationId: 'stopReplay', summary: 'Let no further event of a replay run again' })
  @ApiOkResponse({ standardSchema: replayAnswer })
  @ApiProblems('tenant_bound', 'not_found')
  @Header('Cache-Control', 'no-store')
  stop(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: replayId }) id: string,
    @Body({ schema: stopBody }) { reason }: StopBody,
  ): Promise<ReplayAnswer> {
    return this.replays.stop(id, reachOf(caller), { caller, reason });
  }
}
