interface Window {
  readonly began: number;
  admitted: number;
  suppressed: number;
}

/** Admits so many lines of one kind in a window, and counts the others: hostile requests do not flood the log. */
export class LogThrottle {
  private readonly windows = new Map<string, Window>();

  /** @param most lines in one window. @param length of a window in milliseconds. */
  constructor(
    private readonly most: number,
    private readonly length: number,
  ) {}

  /** @returns null when the line is suppressed, else how many were since the last window. */
  admit(kind: string, now: number = performance.now()): number | null {
    const last = this.windows.get(kind);
    if (last && now - last.began < this.length) {
      if (last.admitted < this.most) {
        last.admitted += 1;
        return 0;
      }
      last.suppressed += 1;
      return null;
    }
    this.windows.set(kind, { began: now, admitted: 1, suppressed: 0 });
    return last?.suppressed ?? 0;
  }
}
