import { scriptedLifecycle } from '../sandbox/lifecycle.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { SECRET, startBackend } from './support/backend.js';
import { differences } from './support/mirror-state.js';

it('a normal life needs no re-read and ends in the sandbox state', async () => {
  const sandbox = await StripeSandbox.start({ seed: 3 });
  const backend = await startBackend({ env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url } });
  sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
  scriptedLifecycle(sandbox.engine);
  await sandbox.deliveries.settled();
  await backend.settled();
  expect(await differences(backend, sandbox)).toEqual([]);
  const log = await backend.query(`SELECT status, verdict, event_type, reread_count, last_error FROM stripe_event_log
     WHERE reread_count > 0 OR status = 'dead' OR verdict = 'ambiguous'`);
  expect(log).toEqual([]);
  expect(await backend.query('SELECT * FROM tenants')).toMatchObject([
    { id: 'tenant_acme', subscription_status: 'canceled' },
  ]);
  await backend.close();
  await sandbox.close();
});
