import type { AlertName } from '../../src/operations/alerts/alert-names.js';
import type { Stage } from '../stage.js';

/** Where somebody looked, and whether it names the cause. */
export interface Look {
  readonly isRight: boolean;
  /** Where, and what is there. */
  readonly text: string;
}

/** One way in which the system breaks, how one sees it, and how it is put right. */
export interface Break {
  readonly name: string;
  /** What is broken, in a sentence. */
  readonly what: string;
  /** All that have to fire. The runbook has an entry for each. */
  readonly alerts: readonly AlertName[];
  /** What may fire besides, since it counts within windows. */
  readonly besides: readonly AlertName[];
  /** The processes find it by themselves, within half a minute; elsewhere the drill looks at once. */
  readonly unaided?: boolean;
  /** The way by which messages cannot leave: of what is over before they can, it tells neither beginning nor end. */
  readonly mute?: 'email';
  /** What the operator does. */
  readonly remedy: string;
  breakIt(stage: Stage): Promise<void>;
  /** Where an operator finds the cause. */
  look(stage: Stage): Promise<Look[]>;
  mend(stage: Stage): Promise<void>;
}
