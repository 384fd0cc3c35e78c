import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { DoubtsReader } from './access/doubts.reader.js';
import { OpenEventsReader } from './access/open-events.reader.js';
import { SnapshotReader } from './access/snapshot.reader.js';
import { CustomersController } from './customers.controller.js';
import { CustomerPages } from './page/customer-pages.js';
import { ListsRepository } from './page/lists.repository.js';
import { CustomerSearch } from './search/customer-search.js';
import { Timeline } from './timeline/timeline.js';

/** Why a customer has access, or has none. */
@Module({})
export class CustomerViewModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: CustomerViewModule,
      controllers: env.ROLE === 'worker' ? [] : [CustomersController],
      providers: [
        CustomerPages,
        CustomerSearch,
        DoubtsReader,
        ListsRepository,
        OpenEventsReader,
        SnapshotReader,
        Timeline,
      ],
    };
  }
}
