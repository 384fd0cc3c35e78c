import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DerivedState } from '../../database/derived-state.js';
import { onCommit } from '../../database/in-transaction.js';
import { CatalogNews } from './catalog-news.js';
import { plansOf, type OfferedPlan } from './offered-plan.js';
import { PlanCatalogRepository } from './plan-catalog.repository.js';

/** What an account sells. */
export interface Catalog {
  readonly data: readonly OfferedPlan[];
}

interface Entry {
  readonly catalog: Promise<Catalog>;
  /** On the clock of `performance.now()`, which no administrator sets back. */
  readonly endsAt: number;
}

/** Milliseconds after which the rows are read again, whatever happens: the longest that lost news can last. */
const TIME_TO_LIVE = 30_000;
/** Accounts in memory at most: the one that was read longest ago goes first. */
const MOST = 200;

/**
 * The plans for sale, kept in memory: pricing pages ask for nothing else. An entry goes as soon as a product or a price
 * has changed, also while it is being read: a reader that began before a commit leaves nothing behind.
 */
@Injectable()
export class PlanCatalog implements OnModuleInit {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly rows: PlanCatalogRepository,
    private readonly derived: DerivedState,
    private readonly news: CatalogNews,
  ) {}

  onModuleInit(): void {
    this.news.onChange((account) => {
      if (account === null) this.entries.clear();
      else this.entries.delete(account);
    });
    this.derived.register((tx, { catalog }) => {
      const accounts = new Set(catalog.map(({ account }) => account));
      if (accounts.size > 0) onCommit(tx, () => accounts.forEach((account) => this.news.tell(account)));
      return Promise.resolve();
    });
  }

  /** @param account connected account, '' for your own. */
  of(account: string): Promise<Catalog> {
    const known = this.entries.get(account);
    if (known && known.endsAt > performance.now()) return known.catalog;
    const catalog = this.rows.offered(account).then((rows) => ({ data: plansOf(rows) }));
    const entry = { catalog, endsAt: performance.now() + TIME_TO_LIVE };
    this.entries.delete(account);
    this.entries.set(account, entry);
    catalog.catch(() => {
      if (this.entries.get(account) === entry) this.entries.delete(account);
    });
    const [oldest] = this.entries.keys();
    if (this.entries.size > MOST && oldest !== undefined) this.entries.delete(oldest);
    return catalog;
  }
}
