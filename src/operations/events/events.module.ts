import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { OperationsModule } from '../operations.module.js';
import { EventChanges } from './changes/event-changes.js';
import { LoggedEvents } from './changes/logged-events.js';
import { ObjectHistoryRepository } from './changes/object-history.repository.js';
import { Sketches } from './changes/sketches.js';
import { EventsController } from './events.controller.js';
import { FailureGroups } from './failures/failure-groups.js';
import { FailuresController } from './failures/failures.controller.js';
import { IgnoredEvents } from './ignored/ignored-events.js';
import { OldEventRecords } from './old-event-records.js';
import { EventPayloads } from './payload/event-payloads.js';
import { EventRehearsal } from './replays/event-rehearsal.js';
import { LostPayloads } from './replays/lost-payloads.js';
import { ReplayPreview } from './replays/replay-preview.js';
import { ReplayStep } from './replays/replay-step.js';
import { ReplayTurnRepository } from './replays/replay-turn.repository.js';
import { ReplayRepository } from './replays/replay.repository.js';
import { ReplaySchedule } from './replays/replay.schedule.js';
import { ReplaysController } from './replays/replays.controller.js';
import { Replays } from './replays/replays.js';
import { SelectedEventsRepository } from './replays/selected-events.repository.js';
import { EventSearchRepository } from './search/event-search.repository.js';
import { EventSearch } from './search/event-search.js';
import { ObjectsOfRepository } from './search/objects-of.repository.js';
import { WantedEvents } from './search/wanted-events.js';
import { CausedEntries } from './story/caused-entries.js';
import { EventStory } from './story/event-story.js';
import { StoryRepository } from './story/story.repository.js';

/** The event log as operators see it: searching it, one event's story, and events that run again or are left alone. */
@Module({})
export class EventsModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: EventsModule,
      imports: [OperationsModule],
      controllers: env.ROLE === 'worker' ? [] : [EventsController, FailuresController, ReplaysController],
      providers: [
        CausedEntries,
        EventChanges,
        EventPayloads,
        EventRehearsal,
        EventSearch,
        EventSearchRepository,
        EventStory,
        FailureGroups,
        IgnoredEvents,
        LoggedEvents,
        LostPayloads,
        ObjectHistoryRepository,
        ObjectsOfRepository,
        OldEventRecords,
        ReplayPreview,
        ReplayRepository,
        ReplaySchedule,
        ReplayStep,
        ReplayTurnRepository,
        Replays,
        SelectedEventsRepository,
        Sketches,
        StoryRepository,
        WantedEvents,
      ],
      exports: [EventPayloads, EventSearch, EventStory, FailureGroups, IgnoredEvents, ReplayPreview, Replays],
    };
  }
}
