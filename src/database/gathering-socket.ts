import { Socket } from 'node:net';

/**
 * Milliseconds without a byte after which a connection is dead: longer than any statement may take, so that the server's
 * answer wins. `pg`'s own `query_timeout` gives up on the query only, and the pool hands the dead connection out again.
 */
const SILENCE_LIMIT = 17_000;

/** A connection to PostgreSQL: statements that are sent within one turn of the event loop go out in one write. */
export class GatheringSocket extends Socket {
  private gathers = false;

  constructor() {
    super();
    this.setTimeout(SILENCE_LIMIT, () => this.destroy(new Error('Connection terminated: the server is silent')));
  }

  /** `pg` does so before each statement. */
  override cork(): void {
    super.cork();
    if (this.gathers) return;
    this.gathers = true;
    super.cork();
    process.nextTick(() => {
      this.gathers = false;
      this.uncork();
    });
  }
}
