import type { Run } from '../results/run.js';

/** Who is measured. */
export interface Contender {
  readonly name: string;
  /**
   * One run, over so many kept-alive connections where it listens.
   *
   * @throws {Error} when an event was lost: such a run measures nothing.
   */
  run(connections: number): Promise<Run>;
  /** Forgets all events: for contenders of whom not all work them off. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}
