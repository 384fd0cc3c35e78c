/** Milliseconds between two lines. What is quicker than that needs none. */
const INTERVAL = 3_000;

/** Progress told line by line: for a log, and for whoever wonders whether it hangs. */
export class ProgressLines {
  /** On the clock of `now`. */
  private next: number;

  /** @param first milliseconds until there may be a line at all. */
  constructor(
    private readonly say: (line: string) => void,
    first = INTERVAL,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.next = now() + first;
  }

  tell(line: () => string): void {
    if (this.now() < this.next) return;
    this.next = this.now() + INTERVAL;
    this.say(line());
  }
}
