import { countinghouse } from '../command.js';
import { until } from '../until.js';
import type { Break } from './break.js';
import { askDoctor, inConsole } from './looks.js';

const NAME = 'The product that no handler can stand';

/** In the place of a mistake in a handler: one row is refused, at every attempt. SQLSTATE class 22 is not tried again. */
const REFUSE = `
  CREATE FUNCTION drill_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'this product cannot be stored' USING ERRCODE = '22023'; END $$;
  CREATE TRIGGER drill_refuse BEFORE INSERT OR UPDATE ON products
    FOR EACH ROW WHEN (NEW.name = '${NAME}') EXECUTE FUNCTION drill_refuse()`;
const ACCEPT = 'DROP TRIGGER drill_refuse ON products; DROP FUNCTION drill_refuse()';

export const POISON_EVENT: Break = {
  name: 'poison-event',
  what: 'One event cannot be processed, and no attempt at it is left.',
  alerts: ['CountinghouseDeadEvents'],
  besides: [],
  unaided: true,
  remedy: 'Mend the handler, then npx countinghouse events replay --status dead --yes --reason "mended: …".',
  async breakIt({ postgres, sandbox, shop }) {
    await postgres.query(REFUSE);
    shop.offer(NAME);
    shop.sell(); // goes on
    await sandbox.deliveries.settled();
  },
  async look(stage) {
    const group = (await stage.console.failures()).find(({ status }) => status === 'dead');
    const shown = group && `${group.events} x ${group.type}, ${group.errorClass}: ${group.error}`;
    const isNamed = group?.type === 'product.created' && group.error.startsWith('PostgreSQL');
    return [inConsole('failures', isNamed ? shown : undefined), ...(await askDoctor(stage, { 'events.dead': 'fail' }))];
  },
  async mend(stage) {
    await stage.postgres.query(ACCEPT);
    const args = ['events', 'replay', '--status', 'dead', '--yes', '--reason', 'mended: the drill'];
    const { code, output } = await countinghouse(args, stage.beside);
    if (code !== 0) throw new Error(`events replay ended with ${code}: ${output}`);
  },
};

export const STRIPE_500: Break = {
  name: 'stripe-500',
  what: "Stripe's API answers every call with 500, for six hours.",
  alerts: ['CountinghouseBacklogOld', 'CountinghouseReconcileFailing'],
  besides: ['CountinghouseEventSuccessLow'],
  remedy: 'Wait, and look at status.stripe.com: what waits is tried again by itself, webhooks go on.',
  async breakIt({ postgres, sandbox, shop, time }) {
    sandbox.faults.add({ fault: 'error', probability: 1 });
    shop.rename();
    await sandbox.deliveries.settled();
    await time.reconcileSoon();
    await until('an event and a run of reconcile fail', 40_000, async () => {
      const failing = await postgres.query(
        `SELECT FROM stripe_event_log, reconcile_checkpoints WHERE status = 'failed' AND failing_since IS NOT NULL`,
      );
      return failing.length > 0;
    });
    await time.passSixHours();
  },
  async look(stage) {
    const groups = await stage.console.failures();
    const group = groups.find(({ status, errorClass }) => status === 'failed' && errorClass === 'transient');
    const shown = group && `${group.events} x ${group.type}, ${group.errorClass}: ${group.error}`;
    return [inConsole('failures', shown), ...(await askDoctor(stage, { 'stripe.key': 'fail' }))];
  },
  async mend(stage) {
    const { postgres, sandbox, time } = stage;
    sandbox.faults.clear();
    await until('events are settled and listed again', 40_000, async () => {
      await time.retryEvents();
      await time.reconcileSoon();
      const failing = await postgres.query(
        `SELECT FROM stripe_event_log WHERE status IN ('received', 'failed')
         UNION ALL SELECT FROM reconcile_checkpoints WHERE failures > 0`,
      );
      return failing.length === 0;
    });
    await stage.renew(stage.worker);
    await time.forgetCounts();
  },
};
