import { countinghouse } from '../command.js';
import { until } from '../until.js';
import type { Stage } from '../stage.js';
import type { Break } from './break.js';
import { askDoctor, inConsole } from './looks.js';

/** As docs/runbook.md has it. What is due within a minute comes by itself: there may be nothing to do. */
async function again({ doctors }: Stage, ...which: readonly string[]): Promise<void> {
  const reason = 'the mail server is back';
  const { code, output } = await countinghouse(['outbox', 'retry', ...which, '--yes', '--reason', reason], doctors);
  if (code !== 0 && code !== 2) throw new Error(`outbox retry ended with ${code} and said:\n${output}`);
}

/** For five seconds after a failure nobody asks the server, and attempts fail at once: they must not count here. */
const PATIENTLY = `
  UPDATE outbox SET next_attempt_at = now(), attempts = least(attempts, 3)
   WHERE status = 'pending' AND next_attempt_at < now() + interval '20 seconds'`;

/** What the operator is told of disputes; what is told of the alert itself, the incident's end decides. */
const OPEN = `SELECT FROM outbox WHERE status IN ('pending', 'dead') AND business_key NOT LIKE 'alert.%'`;

const waiting = async ({ postgres }: Stage): Promise<number> => {
  const rows = await postgres.query<{ entries: number }>(
    `SELECT count(*)::int AS entries FROM outbox
      WHERE status = 'pending' AND topic = 'notification-email' AND attempts > 0`,
  );
  return rows[0]?.entries ?? 0;
};

export const MAIL_GONE: Break = {
  name: 'mail-gone',
  what: 'The mail server is gone for days; the webhook to your own system works.',
  alerts: ['CountinghouseDeadOutbox', 'CountinghouseOutboxStuck'],
  besides: [],
  mute: 'email',
  remedy: 'The mail server; then what is dead again, by `outbox retry`.',
  async breakIt(stage) {
    const { mail, sandbox, shop, time } = stage;
    const charges = [shop.sell(), shop.sell()];
    await sandbox.deliveries.settled();
    await mail.down();
    for (const charge of charges) shop.dispute(charge);
    await until('two mails wait', 20_000, async () => (await waiting(stage)) >= 2);
    await time.passDaysOfMail();
  },
  async look(stage) {
    const { alerts } = await stage.console.overview();
    const stuck = alerts.find(({ value }) => value.startsWith('notification-email'));
    return [
      inConsole('overview, alerts', stuck?.value),
      ...(await askDoctor(stage, { 'outbox.dead': 'warn', 'outbox.stuck': 'warn' })),
    ];
  },
  async mend(stage) {
    await stage.mail.up();
    await again(stage, '--status', 'dead', '--topic', 'notification-email');
    await again(stage, '--status', 'pending');
    await until('every mail has left', 40_000, async () => {
      await stage.postgres.query(PATIENTLY);
      return (await stage.postgres.query(OPEN)).length === 0;
    });
  },
};
