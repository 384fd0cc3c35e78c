import { Page } from '../../frame/page.js';
import { Empty } from '../../tell/empty.js';

/** Without a Redis; with one, the backend serves Bull's own page at this address. */
export const QueuePage = () => (
  <Page title="Queue">
    <Empty title="The queue is in the process">
      REDIS_URL is not set, so workers are woken without a queue that could be looked at. Which events are due is in the
      log: Overview has how many.
    </Empty>
  </Page>
);
