/**
 * Events a transaction. Of twice as many, each costs about a twentieth less, for they share more statements; still more
 * save little, and hold their rows longer.
 */
const MOST = 1_000;
/** Of the first batch: handlers whose own statements are slow are still done within their time. */
const FIRST = 200;
const LEAST = 10;
/** Milliseconds: the rows of a batch that took longer were locked too long. */
const TOO_LONG = 2_000;

/**
 * How many events the next batch may have. Handlers with statements of their own take turns on one connection: of slow
 * ones, fewer are put together.
 */
export class BatchSize {
  private size = FIRST;

  get next(): number {
    return this.size;
  }

  /** @param milliseconds that a batch of so many events took. */
  note(events: number, milliseconds: number): void {
    if (milliseconds > TOO_LONG) this.size = Math.max(LEAST, Math.floor(events / 2));
    else if (events >= this.size && milliseconds < TOO_LONG / 2) this.size = Math.min(MOST, this.size * 2);
  }
}
