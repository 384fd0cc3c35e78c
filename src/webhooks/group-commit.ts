import { OverloadedError } from '../common/errors.js';

export interface GroupCommitOptions<T> {
  /** Names an item: two of one name in a commit are one. */
  readonly keyOf: (item: T) => string;
  /**
   * Commits all of these, sorted by key, or throws.
   *
   * @param submitted how often they were submitted: more than there are, when some came twice.
   */
  readonly commit: (items: readonly T[], submitted: number) => Promise<void>;
  /** Whether a failed commit of several should be tried one by one: one of them may be to blame. */
  readonly isItemsFault: (error: unknown) => boolean;
  /** Commits under way at once: the first begins with whatever waits, a further one when `enough` do. */
  readonly lanes: number;
  readonly enough: number;
  /** Milliseconds after which fewer do too: a commit that hangs must not keep them waiting. */
  readonly patience: number;
  /** Items in one commit. */
  readonly most: number;
  /** Items accepted and not yet committed; more are refused. */
  readonly capacity: number;
}

interface Waiting<T> {
  readonly item: T;
  readonly settle: { resolve: () => void; reject: (error: unknown) => void }[];
}

/**
 * Items that come while a commit is under way share the next one: under load a commit carries dozens, and alone an
 * item waits for nobody.
 */
export class GroupCommit<T> {
  private waiting = new Map<string, Waiting<T>>();
  private underWay = 0;
  private held = 0;
  private late: NodeJS.Timeout | undefined;

  constructor(private readonly options: GroupCommitOptions<T>) {}

  /**
   * Resolves when the item is committed.
   *
   * @throws {OverloadedError} when too much waits, and whatever the commit throws.
   */
  submit(item: T): Promise<void> {
    if (this.held >= this.options.capacity) return Promise.reject(new OverloadedError('events not yet committed'));
    return new Promise((resolve, reject) => {
      this.held += 1;
      const key = this.options.keyOf(item);
      const same = this.waiting.get(key);
      if (same) {
        same.settle.push({ resolve, reject });
        return;
      }
      this.waiting.set(key, { item, settle: [{ resolve, reject }] });
      this.start();
    });
  }

  private start(isLate = false): void {
    const { lanes, enough, patience } = this.options;
    if (this.underWay >= lanes || this.waiting.size === 0) return;
    if (this.underWay > 0 && this.waiting.size < enough && !isLate) {
      this.late ??= setTimeout(() => {
        this.late = undefined;
        this.start(true);
      }, patience);
      return;
    }
    const group = [...this.waiting].slice(0, this.options.most);
    for (const [key] of group) this.waiting.delete(key);
    this.underWay += 1;
    const sorted = group.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, waiting]) => waiting);
    void this.commit(sorted).finally(() => {
      this.underWay -= 1;
      for (const { settle } of sorted) this.held -= settle.length;
      this.start();
    });
  }

  private async commit(group: readonly Waiting<T>[]): Promise<void> {
    try {
      const submitted = group.reduce((sum, { settle }) => sum + settle.length, 0);
      await this.options.commit(
        group.map(({ item }) => item),
        submitted,
      );
      for (const { settle } of group) for (const { resolve } of settle) resolve();
    } catch (error) {
      if (group.length > 1 && this.options.isItemsFault(error)) {
        for (const one of group) await this.commit([one]);
        return;
      }
      for (const { settle } of group) for (const { reject } of settle) reject(error);
    }
  }
}
