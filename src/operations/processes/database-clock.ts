/** The database's clock, as this process guesses it: all processes count by the same minutes, whatever their own clocks say. */
export class DatabaseClock {
  /** Milliseconds between 1970 and what `performance.now()` counts from. */
  private origin = Date.now() - performance.now();

  /** Milliseconds since 1970. */
  now(): number {
    return this.origin + performance.now();
  }

  /** @param told by the database, in answer to a question of the time `asked` on the clock of `performance.now()`. */
  learn(told: number, asked: number): void {
    this.origin = told - (asked + performance.now()) / 2;
  }
}
