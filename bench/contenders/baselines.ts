import type { Stage } from '../stage.js';
import { SECRET } from '../load/workload.js';
import { ProcessUnderLoad } from './process-under-load.js';
import { HANDLER_TABLES, Store } from './store.js';
import { WebContender } from './web-contender.js';

/** The handler that a careful engineer writes by hand. */
export const HANDLER = 'handler';
/** The limit of Node and of the load. */
export const NODE_HTTP = 'node:http';

export async function handler(stage: Stage): Promise<WebContender> {
  const url = await stage.postgres.database('handler');
  const settings = { NODE_ENV: 'production', DATABASE_URL: url, STRIPE_WEBHOOK_SECRET: SECRET };
  const process = await ProcessUnderLoad.start('express-handler.main.js', '/live', settings);
  const parts = { processes: [process] as const, store: await Store.open(url, HANDLER_TABLES), settles: true };
  return stage.with(new WebContender(HANDLER, parts, stage.generator, stage.postgres));
}

export async function nodeHttp(stage: Stage): Promise<WebContender> {
  const settings = { NODE_ENV: 'production', STRIPE_WEBHOOK_SECRET: SECRET };
  const process = await ProcessUnderLoad.start('node-http.main.js', '/live', settings);
  const parts = { processes: [process] as const, store: undefined, settles: false };
  return stage.with(new WebContender(NODE_HTTP, parts, stage.generator, stage.postgres));
}
