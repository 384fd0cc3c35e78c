import type { Command } from 'commander';
import type { Stage } from '../stage.js';

/** Sets the stage, has the question asked on it, and ends whatever was begun. */
export type Ask = (question: (stage: Stage) => Promise<void>) => Promise<void>;

/** Adds a question to the command line. */
export type Question = (program: Command, ask: Ask) => void;
