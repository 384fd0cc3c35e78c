import type { Stage } from '../stage.js';
import { SECRET } from '../load/workload.js';
import { ProcessUnderLoad } from './process-under-load.js';
import { BACKEND_TABLES, Store } from './store.js';
import { WebContender } from './web-contender.js';

/** `all` and `all+bull`: one process; `api`: nobody works off; `api+2`: with two workers. */
export const BACKEND = /^(?:all|all\+bull|api|api\+([1-9]))$/;

/** What each process of the backend is started with. */
export async function backendSettings(stage: Stage, database: string, bull: boolean): Promise<Record<string, string>> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: database,
    STRIPE_SECRET_KEY: 'sk_test_benchmark',
    RECONCILE_INTERVAL_SECONDS: 'off',
    STRIPE_API_BASE: stage.generator.stripe,
    STRIPE_WEBHOOK_SECRET: SECRET,
    ...(bull ? { REDIS_URL: await stage.redis() } : {}),
  };
}

/**
 * The backend as `npm run start:prod` runs it, by a name such as `api+2`; log lines are written and go nowhere.
 *
 * @param database what it begins with; a migrated one when none is given.
 * @param label stands for the name in tables.
 */
export async function backend(stage: Stage, name: string, database?: string, label = name): Promise<WebContender> {
  const workers = Number(BACKEND.exec(name)?.[1] ?? 0);
  const url = database ?? (await stage.postgres.migrated(name.replace(/\W/g, '_')));
  const settings = await backendSettings(stage, url, name !== 'all');
  const start = (role: string): Promise<ProcessUnderLoad> =>
    ProcessUnderLoad.start('../../src/main.js', '/health/live', { ...settings, ROLE: role });
  const first = await start(name.startsWith('api') ? 'api' : 'all');
  const others = await Promise.all(Array.from({ length: workers }, () => start('worker')));
  const store = await Store.open(url, BACKEND_TABLES);
  const parts = { processes: [first, ...others] as const, store, settles: name !== 'api' };
  return stage.with(new WebContender(label, parts, stage.generator, stage.postgres));
}
