/** A call that waits for its answer. */
export interface Asked<Call, Answer> {
  readonly call: Call;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** What is asked of the database within one turn of the event loop is asked together. */
export class Gathered<Call, Answer> {
  private waiting: Asked<Call, Answer>[] = [];

  /** @param run tells how to find each call's answer; what it throws, all who asked are told. */
  constructor(private readonly run: (calls: readonly Call[]) => Promise<(call: Call) => Answer>) {}

  ask(call: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ call, resolve, reject });
      if (this.waiting.length === 1) setImmediate(() => void this.answer());
    });
  }

  private answer(): Promise<void> {
    const asked = this.waiting;
    this.waiting = [];
    return answerAll(asked, this.run);
  }
}

/** Runs the calls together and tells each who asked. Never rejects. */
export async function answerAll<Call, Answer>(
  asked: readonly Asked<Call, Answer>[],
  run: (calls: readonly Call[]) => Promise<(call: Call) => Answer>,
): Promise<void> {
  try {
    const answerTo = await run(asked.map(({ call }) => call));
    for (const { call, resolve } of asked) resolve(answerTo(call));
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}
