/** Where a command speaks, and who may stop it. */
export interface Terminal {
  /** What was asked for, on standard output: it may be piped into a program. */
  readonly print: (text: string) => void;
  /** Progress and messages, on standard error. */
  readonly say: (text: string) => void;
  /** Standard error, where a bar can be drawn on it; null in a log. */
  readonly screen: NodeJS.WriteStream | null;
  /** Ctrl-C. */
  readonly stop: AbortSignal;
}

/** Milliseconds: npm hands on the Ctrl-C that the terminal has sent already. */
const SAME_SIGNAL = 1_000;

/** That of this process. Ctrl-C stops what can be stopped in an orderly way; a second one ends everything. */
export function processTerminal(): Terminal {
  const stop = new AbortController();
  let asked = Infinity;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (performance.now() - asked > SAME_SIGNAL) process.exit(130);
      asked = Math.min(asked, performance.now());
      stop.abort();
    });
  }
  return {
    print: (text) => console.log(text),
    say: (text) => console.error(text),
    screen: process.stderr.isTTY ? process.stderr : null,
    stop: stop.signal,
  };
}
