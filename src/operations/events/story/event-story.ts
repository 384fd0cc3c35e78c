import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../common/request.errors.js';
import { eventUrl } from '../../dashboard-url.js';
import type { Reach } from '../../operator.js';
import { EventChanges } from '../changes/event-changes.js';
import { ObjectHistoryRepository } from '../changes/object-history.repository.js';
import { showEvent, type EventRow } from '../event.answers.js';
import { CausedEntries } from './caused-entries.js';
import { nextStep } from './next-step.js';
import type { StoryAnswer } from './story.answers.js';
import { StoryRepository, type StoryRow } from './story.repository.js';

/** Events of the same object that are named, on either side. */
const NEIGHBOURS = 10;

const iso = (at: Date | null): string | null => at && at.toISOString();

/** Everything that is known of one event. */
@Injectable()
export class EventStory {
  constructor(
    private readonly stories: StoryRepository,
    private readonly changes: EventChanges,
    private readonly history: ObjectHistoryRepository,
    private readonly caused: CausedEntries,
  ) {}

  /** @throws {NotFoundError} also for an event of an account that is out of reach. */
  async tell(id: string, reach: Reach): Promise<StoryAnswer> {
    const row = await this.stories.find(id, reach);
    if (!row) throw new NotFoundError();
    const { crashes, rereads, bytes, isErased } = row;
    const { before, after } = await this.neighbours(row);
    const missing = await this.stories.missing(id);
    const lag = (row.receivedAt.getTime() - row.createdAt.getTime()) / 1000;
    return {
      event: { ...showEvent(row), crashes, rereads },
      stripeUrl: eventUrl(row),
      arrival: { lagSeconds: lag, missing: missing ? { ...missing, foundAt: missing.foundAt.toISOString() } : null },
      payload: {
        state: bytes !== null ? 'kept' : isErased ? 'erased' : 'removed',
        bytes,
        isReduced: bytes !== null && isErased,
      },
      attempts: await this.attempts(row),
      related: await this.related(row),
      next: nextStep(row),
      changes: await this.changes.of(row),
      ...(await this.caused.of(row)),
      replays: await this.replays(row, reach),
      before: before.slice(0, NEIGHBOURS).map(neighbour),
      after: after.slice(0, NEIGHBOURS).map(neighbour),
    };
  }

  private async neighbours(row: StoryRow): Promise<{ before: EventRow[]; after: EventRow[] }> {
    if (row.object === null) return { before: [], after: [] };
    const after = await this.history.after(row);
    const isAfter = new Set(after.map(({ id }) => id));
    const before = (await this.history.before(row)).filter(({ id }) => !isAfter.has(id));
    return { before, after };
  }

  private async attempts({ logId }: StoryRow): Promise<StoryAnswer['attempts']> {
    const attempts = await this.stories.attempts(logId);
    return attempts.map(({ at, retryAt, ...attempt }) => ({
      ...attempt,
      at: at.toISOString(),
      retryAt: iso(retryAt),
    }));
  }

  private async related({ verdict, supersededBy }: StoryRow): Promise<StoryAnswer['related']> {
    if (verdict !== 'superseded' && verdict !== 'duplicate') return null;
    const by = supersededBy === null ? undefined : await this.stories.byId(supersededBy);
    return { kind: verdict, by: by ? { id: by.id, type: by.type, createdAt: by.createdAt.toISOString() } : null };
  }

  private async replays({ logId }: StoryRow, reach: Reach): Promise<StoryAnswer['replays']> {
    const replays = await this.stories.replays(logId, reach);
    return replays.map(({ requestedAt, at, ...replay }) => ({
      ...replay,
      requestedAt: requestedAt.toISOString(),
      at: iso(at),
    }));
  }
}

const neighbour = ({ id, type, status, verdict, createdAt }: EventRow): StoryAnswer['before'][number] => ({
  id,
  type,
  status,
  verdict,
  createdAt: createdAt.toISOString(),
});
