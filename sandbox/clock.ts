export interface ClockOptions {
  /** Seconds since 1970, UTC. */
  startAt: number;
  /** Follow the machine's clock from `startAt` on; otherwise time stands still until it is moved. */
  realTime: boolean;
}

/** The one clock of a sandbox: every `created` and the API's `Date` header, in whole seconds UTC. */
export class Clock {
  private readonly realTime: boolean;
  private offset: number;

  constructor({ startAt, realTime }: ClockOptions) {
    this.realTime = realTime;
    this.offset = startAt - this.machineSeconds();
  }

  now(): number {
    return this.machineSeconds() + this.offset;
  }

  /** Never backwards: Stripe's clock does not go back either. */
  moveTo(seconds: number): void {
    const ahead = seconds - this.now();
    if (ahead > 0) this.offset += ahead;
  }

  private machineSeconds(): number {
    return this.realTime ? Math.floor(Date.now() / 1000) : 0;
  }
}
