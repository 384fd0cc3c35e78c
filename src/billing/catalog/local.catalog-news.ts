import { Injectable } from '@nestjs/common';
import { CatalogNews } from './catalog-news.js';

/** Within this process: for one process without Redis. */
@Injectable()
export class LocalCatalogNews extends CatalogNews {
  tell(account: string): void {
    this.spread(account);
  }
}
