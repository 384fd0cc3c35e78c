import type { EntityManager, QueryRunner } from 'typeorm';
import { setImmediate as whenAllWait } from 'node:timers/promises';
import { answerAll, type Asked } from '../common/gathered.js';
import { forAll } from '../tracing/spans.js';

/** A statement that waits for its round. `order` is a table's name first: all transactions lock tables in one order. */
interface Pending {
  readonly order: string;
  readonly run: () => Promise<void>;
}

/**
 * The handlers of a batch run side by side. What they ask of the mirrored tables within one turn of the event loop is
 * asked together, and the statements of all tables go out in one write. One at a time, 100 events took 300 statements, and
 * their round trips, parsing and planning were most of what an event cost; together they take less than 60.
 */
class Rounds {
  private next: Pending[] = [];
  private running = false;

  add(pending: Pending): void {
    this.next.push(pending);
    if (!this.running) forAll(() => void this.run());
  }

  private async run(): Promise<void> {
    this.running = true;
    for (await whenAllWait(); this.next.length > 0; await whenAllWait()) {
      const round = this.next.toSorted((a, b) => (a.order < b.order ? -1 : 1));
      this.next = [];
      await Promise.all(round.map(({ run }) => run()));
    }
    this.running = false;
  }
}

const rounds = new WeakMap<QueryRunner, Rounds>();

/** A statement that answers the calls of many handlers of one transaction at once. */
export class SharedStatement<Call, Answer> {
  private readonly waiting = new WeakMap<QueryRunner, Asked<Call, Answer>[]>();

  /**
   * @param order tells a table's name, and what is done to it.
   * @param run executes the calls and tells how to find each one's answer.
   */
  constructor(
    private readonly order: (tx: EntityManager) => string,
    private readonly run: (tx: EntityManager, calls: readonly Call[]) => Promise<(call: Call) => Answer>,
  ) {}

  ask(tx: EntityManager, call: Call): Promise<Answer> {
    const runner = runnerOf(tx);
    return new Promise((resolve, reject) => {
      const waiting = this.waiting.get(runner);
      if (waiting) {
        waiting.push({ call, resolve, reject });
        return;
      }
      this.waiting.set(runner, [{ call, resolve, reject }]);
      let own = rounds.get(runner);
      if (!own) rounds.set(runner, (own = new Rounds()));
      own.add({ order: this.order(tx), run: () => this.answer(tx, runner) });
    });
  }

  private answer(tx: EntityManager, runner: QueryRunner): Promise<void> {
    const waiting = this.waiting.get(runner) ?? [];
    this.waiting.delete(runner);
    return answerAll(waiting, (calls) => this.run(tx, calls));
  }
}

function runnerOf(tx: EntityManager): QueryRunner {
  if (tx.queryRunner) return tx.queryRunner;
  throw new TypeError('rows are written inside a transaction only');
}
