type Listener = (account: string | null) => void;

/** Tells every process that what an account sells has changed. */
export abstract class CatalogNews {
  private readonly listeners: Listener[] = [];

  /** Returns at once; called after the commit. */
  abstract tell(account: string): void;

  /** @param listener is given the account; null: news may have been missed, of any account. */
  onChange(listener: Listener): void {
    this.listeners.push(listener);
  }

  protected spread(account: string | null): void {
    for (const listener of this.listeners) listener(account);
  }
}
