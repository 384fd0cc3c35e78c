/** How a command ends; the same for all of them: docs/commands.md. */
export const EXIT = {
  ok: 0,
  /** It could not begin, or did not come to its end. */
  incomplete: 1,
  /** Somebody else is at it, the thing is there already, or it is not there at all. */
  takenOrAbsent: 2,
  /** It came to its end, and somebody has to look at what it found. */
  findings: 3,
  /** Ctrl-C, as a shell has it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
