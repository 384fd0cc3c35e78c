import type { Engine } from '../engine/engine.js';
import type { Random } from '../random.js';

/** One action of a random life. `run` does nothing and says false when there is nothing it could validly act on. */
export interface Action {
  readonly name: string;
  /** How often it is chosen, relative to the others. */
  readonly weight: number;
  run(life: Life): boolean;
}

/** What the actions of one life share. */
export class Life {
  private edits = 0;

  constructor(
    readonly engine: Engine,
    readonly random: Random,
    /** Whether a value may go A -> B -> A within one second, which no event order can tell apart. */
    readonly flips: boolean,
  ) {}

  /** A text that no edit of this life has used: edits of one second can then be put in order. */
  fresh(word: string): string {
    this.edits += 1;
    return `${word} ${this.edits}`;
  }

  /** Lets a second pass if one of the objects has changed in the running one, unless flips are wanted. */
  settle(...ids: (string | null | undefined)[]): void {
    if (this.flips && this.random.chance(0.5)) return;
    this.separate(...ids);
  }

  /** The same, always: for steps that Stripe itself never takes twice within one second. */
  separate(...ids: (string | null | undefined)[]): void {
    if (this.changedNow(ids)) this.engine.advance(1);
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.random.pick(list);
  }

  private changedNow(ids: readonly (string | null | undefined)[]): boolean {
    const { events, clock } = this.engine;
    const now = clock.now();
    for (let index = events.length - 1; index >= 0; index -= 1) {
      const event = events[index];
      if (!event || event.created !== now) return false;
      const { id } = event.data.object;
      if (typeof id === 'string' && ids.includes(id)) return true;
    }
    return false;
  }
}
