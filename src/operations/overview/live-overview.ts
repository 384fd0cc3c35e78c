import { once } from 'node:events';
import { Injectable, StreamableFile, type ExecutionContext, type OnModuleDestroy } from '@nestjs/common';
import { AccessGuard } from '../../auth/access.guard.js';
import { AuthGuard } from '../../auth/auth.guard.js';
import { TooManyRequestsError } from '../../auth/caller.errors.js';
import type { Caller } from '../../auth/caller.js';
import { CountinghouseError, OverloadedError } from '../../common/errors.js';
import { LiveStream } from './live-stream.js';
import type { OverviewAnswer } from './overview.answers.js';
import { OverviewUnavailableError } from './overview.errors.js';
import { OverviewReader } from './overview.reader.js';

/** Watchers of one process, and of them one caller's: nobody's tabs take the room of all others. */
const MOST = 50;
const MOST_OF_CALLER = 5;
/** Seconds. */
const ROOM_AGAIN = 30;
/** Milliseconds between two readings, one for all watchers; without watchers there are none. */
const READING = 2_000;
/** Milliseconds of silence. */
const SILENCE = 14_000;
/** Milliseconds after which it is asked again whether a watcher may, and after which one is let go of whom nobody can tell. */
const ADMISSION = 30_000;
const DOUBT = 50_000;

/** The overview but for its time, which is always another one. */
const newsOf = (overview: OverviewAnswer): string => JSON.stringify({ ...overview, at: '' });

/** The overview for those who watch: at first, and whenever it has changed. */
@Injectable()
export class LiveOverview implements OnModuleDestroy {
  private readonly watchers = new Set<LiveStream>();
  private timer: NodeJS.Timeout | undefined;
  private isTelling = false;
  private hasEnded = false;
  /** What everybody was told last; '' that it cannot be read. */
  private told: string | undefined;

  constructor(
    private readonly overview: OverviewReader,
    private readonly auth: AuthGuard,
    private readonly access: AccessGuard,
  ) {}

  /**
   * @throws {TooManyRequestsError} when the caller watches too often. @throws {OverloadedError} when too many watch.
   * @throws {OverviewUnavailableError}
   */
  async watch({ kind, id }: Caller, request: ExecutionContext): Promise<StreamableFile> {
    if (this.hasEnded) throw new OverviewUnavailableError('the process is about to end');
    const watcher = `${kind}:${id}`;
    const own = [...this.watchers].filter((stream) => stream.watcher === watcher).length;
    if (own >= MOST_OF_CALLER) throw new TooManyRequestsError(ROOM_AGAIN);
    if (this.watchers.size >= MOST) throw new OverloadedError('watchers of the overview');
    const stream = new LiveStream(watcher, request);
    this.watchers.add(stream);
    stream.once('close', () => this.leave(stream));
    try {
      const now = await this.overview.read();
      this.told ??= newsOf(now);
      stream.say('overview', JSON.stringify(now));
    } catch (error) {
      stream.destroy();
      throw error;
    }
    this.timer ??= setInterval(() => this.look(), READING).unref();
    return new StreamableFile(stream, { type: 'text/event-stream; charset=utf-8' }).setErrorLogger(() => undefined);
  }

  /** Before the server closes, which waits for whatever is open. */
  async onModuleDestroy(): Promise<void> {
    this.hasEnded = true;
    clearInterval(this.timer);
    const closed = [...this.watchers].map((stream) => once(stream, 'close').catch(() => undefined));
    for (const stream of this.watchers) stream.finish();
    await Promise.all(closed);
  }

  private leave(stream: LiveStream): void {
    this.watchers.delete(stream);
    if (this.watchers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.told = undefined;
  }

  private look(): void {
    for (const stream of this.watchers) {
      void this.admit(stream);
      if (performance.now() - stream.saidAt > SILENCE) stream.beat();
    }
    void this.tell();
  }

  private async tell(): Promise<void> {
    if (this.isTelling) return;
    this.isTelling = true;
    const now = await this.overview.read().catch(() => null);
    this.isTelling = false;
    const news = now === null ? '' : newsOf(now);
    if (news === this.told) return;
    this.told = news;
    const [name, json] = now === null ? ['unavailable', '{}'] : ['overview', JSON.stringify(now)];
    for (const stream of this.watchers) stream.say(name, json);
  }

  /** The key may be revoked by now, the token expired. When nobody can tell, it is asked again, for a while. */
  private async admit(stream: LiveStream): Promise<void> {
    if (stream.isAsked || performance.now() - stream.admittedAt < ADMISSION) return;
    stream.isAsked = true;
    try {
      await this.auth.canActivate(stream.request);
      this.access.canActivate(stream.request);
      stream.admittedAt = performance.now();
    } catch (error) {
      const isRefused = error instanceof CountinghouseError && (error.status === 401 || error.status === 403);
      if (isRefused || performance.now() - stream.admittedAt > DOUBT) stream.finish();
    }
    stream.isAsked = false;
  }
}
