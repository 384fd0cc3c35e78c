import { countinghouse } from '../command.js';
import type { Stage } from '../stage.js';
import { until } from '../until.js';
import type { Break, Look } from './break.js';
import { askDoctor, inConsole } from './looks.js';

/** Customers that come while no webhook does. Few: each is sent twice in the end, and ten duplicates are an alert. */
const FEW = 3;

async function silence(stage: Stage): Promise<Look> {
  const { lastReconcile } = await stage.console.overview();
  return inConsole('overview, last reconcile', lastReconcile?.isSilent === true ? 'no webhook arrives' : undefined);
}

/** A webhook arrives, and the next complete run of reconcile has seen it. */
async function hear(stage: Stage): Promise<void> {
  stage.shop.greet(1);
  await stage.sandbox.deliveries.settled();
  await stage.time.reconcileSoon();
  await until('reconcile has heard a webhook', 30_000, async () => {
    const { lastReconcile } = await stage.console.overview();
    return lastReconcile?.isSilent === false;
  });
}

export const DROPPED_DELIVERIES: Break = {
  name: 'dropped-deliveries',
  what: 'A firewall drops what Stripe delivers; Stripe itself can be asked.',
  alerts: ['CountinghouseWebhooksSilent'],
  besides: [],
  remedy: 'The way from Stripe to the api: DNS, firewall, proxy, TLS. Reconcile has brought the events meanwhile.',
  async breakIt({ road, shop, time }) {
    road.refuse();
    await time.passSilentHour(() => shop.greet(FEW));
  },
  look: async (stage) => [await silence(stage), ...(await askDoctor(stage, { 'events.webhooks': 'fail' }))],
  async mend(stage) {
    stage.road.pass();
    await hear(stage);
  },
};

export const DISABLED_ENDPOINT: Break = {
  name: 'disabled-endpoint',
  what: 'The endpoint at Stripe is disabled, as Stripe does it after days of failures.',
  alerts: ['CountinghouseWebhooksSilent'],
  besides: [],
  remedy: 'npx countinghouse endpoint update --yes; then npx countinghouse reconcile.',
  async breakIt({ endpoint, sandbox, shop, time }) {
    sandbox.deliveries.endpoints.update(endpoint.id, { disabled: true });
    await time.passSilentHour(() => shop.greet(FEW));
  },
  look: async (stage) => [
    await silence(stage),
    ...(await askDoctor(stage, { 'endpoint.status': 'fail', 'events.webhooks': 'fail' })),
  ],
  async mend(stage) {
    const { code, output } = await countinghouse(['endpoint', 'update', '--yes'], stage.beside);
    if (code !== 0) throw new Error(`endpoint update ended with ${code}: ${output}`);
    await hear(stage);
  },
};
