import type { Clock } from './clock.js';

interface Job {
  at: number;
  run: () => void;
}

/** What Stripe does by itself later (renewals, finalization, retries): jobs run in order of time, each at its own second. */
export class Scheduler {
  private jobs: Job[] = [];

  constructor(private readonly clock: Clock) {}

  at(seconds: number, run: () => void): void {
    this.jobs.splice(this.placeOf(seconds), 0, { at: seconds, run });
  }

  after(seconds: number, run: () => void): void {
    this.at(this.clock.now() + seconds, run);
  }

  /** Runs everything due up to and including `until` (seconds UTC), and leaves the clock there. */
  runUntil(until: number): void {
    for (let job = this.jobs[0]; job && job.at <= until; job = this.jobs[0]) {
      this.jobs.shift();
      this.clock.moveTo(job.at);
      job.run();
    }
    this.clock.moveTo(until);
  }

  /** Behind every job that is due at this second or earlier. */
  private placeOf(seconds: number): number {
    let [low, high] = [0, this.jobs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.jobs[middle]?.at ?? 0) <= seconds) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
