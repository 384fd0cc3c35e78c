import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { AnsweredAnew } from '../../idempotency/answered-anew.decorator.js';
import { accountWithin, reachOf } from '../operator.js';
import { EventPayloads } from './payload/event-payloads.js';
import { EventSearch } from './search/event-search.js';
import { EventStory } from './story/event-story.js';
import { eventsAnswer, type EventsAnswer } from './event.answers.js';
import {
  eventId,
  eventsQuery,
  ignoreBody,
  previewBody,
  unmaskBody,
  type EventsQuery,
  type IgnoreBody,
  type Selection,
  type UnmaskBody,
} from './event.requests.js';
import { IgnoredEvents } from './ignored/ignored-events.js';
import { payloadAnswer, type PayloadAnswer } from './payload/payload.answers.js';
import {
  ignoredAnswer,
  ignorePreviewAnswer,
  type IgnoredAnswer,
  type IgnorePreviewAnswer,
} from './ignored/ignored.answers.js';
import { storyAnswer, type StoryAnswer } from './story/story.answers.js';

/** The event log, for operators. */
@ApiTags('operations')
@Controller('operations/events')
@RequireScope('operations')
export class EventsController {
  constructor(
    private readonly events: EventSearch,
    private readonly stories: EventStory,
    private readonly payloads: EventPayloads,
    private readonly ignored: IgnoredEvents,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listEvents', summary: 'Events that were received, newest first' })
  @ApiOkResponse({ standardSchema: eventsAnswer })
  @ApiProblems('tenant_bound', 'bound_to_another', 'search_too_wide')
  @Header('Cache-Control', 'no-store')
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: eventsQuery }) { account, ...query }: EventsQuery,
  ): Promise<EventsAnswer> {
    return this.events.page({ ...query, account: accountWithin(reachOf(caller), account) });
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getEvent', summary: 'Everything that is known of one event' })
  @ApiOkResponse({ standardSchema: storyAnswer })
  @ApiProblems('tenant_bound', 'not_found')
  @Header('Cache-Control', 'no-store')
  story(@CurrentCaller() caller: Caller, @Param('id', { schema: eventId }) id: string): Promise<StoryAnswer> {
    return this.stories.tell(id, reachOf(caller));
  }

  @Get(':id/payload')
  @ApiOperation({ operationId: 'getEventPayload', summary: 'What the event says, without what is personal or secret' })
  @ApiOkResponse({ standardSchema: payloadAnswer })
  @ApiProblems('tenant_bound', 'not_found', 'payload_gone')
  @Header('Cache-Control', 'no-store')
  payload(@CurrentCaller() caller: Caller, @Param('id', { schema: eventId }) id: string): Promise<PayloadAnswer> {
    return this.payloads.masked(id, reachOf(caller));
  }

  @Post(':id/payload/unmask')
  @HttpCode(200)
  @AnsweredAnew()
  @RequireScope('payloads')
  @ApiOperation({ operationId: 'unmaskEventPayload', summary: 'What the event says, whole; who asked is audited' })
  @ApiOkResponse({ standardSchema: payloadAnswer })
  @ApiProblems('tenant_bound', 'not_found', 'payload_gone')
  @Header('Cache-Control', 'no-store')
  unmask(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: eventId }) id: string,
    @Body({ schema: unmaskBody }) { reason }: UnmaskBody,
  ): Promise<PayloadAnswer> {
    return this.payloads.unmasked(id, reachOf(caller), { caller, reason });
  }

  @Post('ignore/preview')
  @HttpCode(200)
  @AnsweredAnew()
  @ApiOperation({
    operationId: 'previewIgnore',
    summary: 'How many events that failed or are dead would be left alone',
  })
  @ApiOkResponse({ standardSchema: ignorePreviewAnswer })
  @ApiProblems('tenant_bound', 'bound_to_another', 'search_too_wide')
  @Header('Cache-Control', 'no-store')
  previewIgnore(
    @CurrentCaller() caller: Caller,
    @Body({ schema: previewBody }) selection: Selection,
  ): Promise<IgnorePreviewAnswer> {
    return this.ignored.preview(selection, reachOf(caller));
  }

  @Post('ignore')
  @HttpCode(200)
  @ApiOperation({ operationId: 'ignoreEvents', summary: 'Leave events alone that failed or are dead' })
  @ApiOkResponse({ standardSchema: ignoredAnswer })
  @ApiProblems('tenant_bound', 'bound_to_another', 'selection_changed', 'search_too_wide')
  @Header('Cache-Control', 'no-store')
  ignore(
    @CurrentCaller() caller: Caller,
    @Body({ schema: ignoreBody }) { reason, ...selection }: IgnoreBody,
  ): Promise<IgnoredAnswer> {
    return this.ignored.ignore(selection, reachOf(caller), { caller, reason });
  }
}
