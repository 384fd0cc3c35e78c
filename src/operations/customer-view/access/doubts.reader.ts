import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../one-moment.js';
import { AMBIGUOUS, BACKLOG, DIFFERING, RECOMPUTING, WRONG_MODE } from './doubts.sql.js';
import { OpenEventsReader } from './open-events.reader.js';
import type { DoubtFacts, SubscriptionFacts } from './snapshot.js';

/** What has been read already of the customer whose rows are doubted. */
interface Known {
  readonly account: string;
  readonly customerId: string;
  readonly subscriptions: readonly SubscriptionFacts[];
  readonly counting: SubscriptionFacts | undefined;
  /** Ids of its newest invoices and payments. */
  readonly objects: readonly string[];
}

/** Reads what may be wrong with the rows of a customer. */
@Injectable()
export class DoubtsReader {
  constructor(private readonly openEvents: OpenEventsReader) {}

  async read(
    tx: EntityManager,
    { account, customerId, subscriptions, counting, objects }: Known,
  ): Promise<Omit<DoubtFacts, 'accountLeftAt' | 'lastEvent'>> {
    const core = [customerId, ...subscriptions.map(({ id }) => id)];
    const catalog = (counting?.items ?? []).flatMap(({ price, product }) => [price, product]);
    const [backlog] = await rowsOf<DoubtFacts['backlog']>(tx, BACKLOG, []);
    return {
      openEvents: await this.openEvents.read(tx, account, customerId, [...core, ...objects]),
      wrongMode: ids(await rowsOf(tx, WRONG_MODE, [account, core])),
      ambiguous: ids(await rowsOf(tx, AMBIGUOUS, [account, core])),
      differing: await rowsOf(tx, DIFFERING, [account, [...core, ...objects]]),
      recomputing: await rowsOf(tx, RECOMPUTING, [account, catalog.filter((id) => id !== null)]),
      backlog: backlog ?? { due: 0, oldestSeconds: 0 },
    };
  }
}

const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
