import { newSecret } from '../settings.js';
import type { Stage } from '../stage.js';
import { until } from '../until.js';
import type { Break, Look } from './break.js';
import { askDoctor, inConsole } from './looks.js';

/** Webhooks that are refused until the alert tells of them: it takes more than ten. */
const ENOUGH = 12;
const TEN_MINUTES = 600_000;
const WRONG = { STRIPE_WEBHOOK_SECRET: newSecret() };

async function refusals(stage: Stage): Promise<void> {
  const { deliveries } = stage.sandbox;
  const before = deliveries.statistics().attempts;
  stage.shop.greet(ENOUGH);
  await until('webhooks are refused', 20_000, () =>
    Promise.resolve(deliveries.statistics().attempts - before >= ENOUGH),
  );
}

async function diagnosis(stage: Stage, word: string): Promise<Look> {
  const { signatureFailures } = await stage.console.overview();
  const failures = signatureFailures.byDiagnosis[word] ?? 0;
  return inConsole('overview, signature failures', failures > 0 ? `${word} ${failures}` : undefined);
}

export const WRONG_SECRET: Break = {
  name: 'wrong-secret',
  what: "The api was deployed with another endpoint's signing secret.",
  alerts: ['CountinghouseSignatureFailures'],
  besides: [],
  remedy: "The endpoint's own secret into STRIPE_WEBHOOK_SECRET, and a restart. Stripe sends again what was refused.",
  async breakIt(stage) {
    await stage.renew(stage.api, WRONG);
    await refusals(stage);
    await stage.renew(stage.api, WRONG);
  },
  look: async (stage) => [
    await diagnosis(stage, 'wrong_secret'),
    ...(await askDoctor(stage, { 'webhooks.refused': 'fail', 'secrets.matched': 'warn' }, { changes: WRONG })),
  ],
  async mend(stage) {
    await stage.renew(stage.api);
    await stage.time.forgetCounts();
  },
};

export const CLOCK_SKEW: Break = {
  name: 'clock-skew',
  what: 'The clock of the machine that takes webhooks is ten minutes ahead.',
  alerts: ['CountinghouseSignatureFailures'],
  besides: [],
  remedy: 'Synchronize the clock (chronyc makestep, timedatectl). Stripe sends again what was refused.',
  async breakIt(stage) {
    stage.api.setClock(TEN_MINUTES);
    await refusals(stage);
    await stage.renew(stage.api);
    stage.api.setClock(TEN_MINUTES);
  },
  look: async (stage) => [
    await diagnosis(stage, 'timestamp_too_old'),
    ...(await askDoctor(stage, { 'clock.database': 'fail', 'clock.stripe': 'fail' }, { ahead: TEN_MINUTES })),
  ],
  async mend(stage) {
    stage.api.setClock(0);
    await stage.sandbox.deliveries.settled();
    await stage.renew(stage.api);
    await stage.time.forgetCounts();
  },
};
