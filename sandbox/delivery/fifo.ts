/** First in, first out. `Array.shift` copies the rest, which a hundred thousand waiting events would feel. */
export class Fifo<T> {
  private entries: T[] = [];
  private head = 0;

  push(entry: T): void {
    this.entries.push(entry);
  }

  take(): T | undefined {
    const entry = this.entries[this.head];
    if (this.head >= this.entries.length) return undefined;
    this.head += 1;
    if (this.head > 1_024 && this.head * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.head);
      this.head = 0;
    }
    return entry;
  }
}
