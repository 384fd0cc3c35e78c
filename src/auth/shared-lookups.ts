/** Hashes in one statement. */
const MOST = 500;

type Answer<Found> = (found: Found | undefined) => void;

interface Waiting<Found> {
  readonly hash: Buffer;
  readonly settle: { resolve: Answer<Found>; reject: (error: unknown) => void }[];
}

/**
 * Looks secrets up by their hashes. None is remembered, so a revocation counts from the next request on. Instead, those
 * that come while a lookup is under way share the next one: a flood of made-up secrets holds one connection, not the pool.
 */
export class SharedLookups<Found extends { /** In hexadecimal. */ readonly hash: string }> {
  private waiting = new Map<string, Waiting<Found>>();
  private underWay = false;

  /** @param find those of the hashes that are of something valid now. */
  constructor(private readonly find: (hashes: readonly Buffer[]) => Promise<Found[]>) {}

  of(hash: Buffer): Promise<Found | undefined> {
    return new Promise((resolve, reject) => {
      const name = hash.toString('hex');
      const same = this.waiting.get(name);
      if (same) same.settle.push({ resolve, reject });
      else this.waiting.set(name, { hash, settle: [{ resolve, reject }] });
      void this.lookUp();
    });
  }

  private async lookUp(): Promise<void> {
    if (this.underWay) return;
    this.underWay = true;
    while (this.waiting.size > 0) {
      const group = [...this.waiting].slice(0, MOST);
      for (const [name] of group) this.waiting.delete(name);
      await this.answer(group);
    }
    this.underWay = false;
  }

  private async answer(group: readonly (readonly [string, Waiting<Found>])[]): Promise<void> {
    try {
      const found = await this.find(group.map(([, { hash }]) => hash));
      const byHash = new Map(found.map((one) => [one.hash, one]));
      for (const [name, { settle }] of group) for (const { resolve } of settle) resolve(byHash.get(name));
    } catch (error) {
      for (const [, { settle }] of group) for (const { reject } of settle) reject(error);
    }
  }
}
