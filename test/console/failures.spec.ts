import { setTimeout as delay } from 'node:timers/promises';
import { inspect, startConsole, type ConsoleUnderTest, type Operator } from '../support/console.js';
import { ProbeModule, ProbeProcessor } from '../support/probe.extension.js';
import { post, stripeEvent } from '../support/signed-event.js';

let console: ConsoleUnderTest;
let ann: Operator;

beforeAll(async () => {
  console = await startConsole('failures', { extensions: [ProbeModule] });
  ann = await console.operator();
}, 120_000);
afterAll(() => console.close());
afterEach(() => {
  expect(ann.complaints).toEqual([]);
});

const receive = (event: Record<string, unknown>) => post(`${console.backend.url}/webhooks/stripe`, event);

const dead = (id: string) =>
  receive(stripeEvent({ id, type: 'charge.succeeded', object: { id: `ch_${id}`, object: 'charge', amount: 'x' } }));

const statusOf = async (id: string) =>
  (
    await console.backend.query<{ status: string }>('SELECT status FROM stripe_event_log WHERE stripe_event_id = $1', [
      id,
    ])
  )[0]?.status;

/** Waits until the database says so: the browser has pressed, and a worker has to do it. */
async function becomes(id: string, status: string): Promise<void> {
  for (const deadline = Date.now() + 15_000; (await statusOf(id)) !== status; await delay(20)) {
    if (Date.now() > deadline) throw new Error(`${id} is ${await statusOf(id)}`);
  }
}

it('nothing has failed: it says so', async () => {
  await ann.open('/failures', 'Failures');
  await ann.page.getByText('Nothing has failed').waitFor();
  await inspect(ann, 'failures-none');
});

it('a group is replayed after a look at what that would change', async () => {
  const { page, open } = ann;
  for (const id of ['evt_a', 'evt_b', 'evt_c']) await dead(id);
  await becomes('evt_c', 'dead');
  // What they died of is mended: one of them is made well by hand, as a new mapper would.
  await console.backend.query(
    `UPDATE stripe_event_payload SET body = convert_to(replace(convert_from(body, 'UTF8'), '"x"', '1500'), 'UTF8')
      WHERE event_log_id = (SELECT id FROM stripe_event_log WHERE stripe_event_id = 'evt_a')`,
  );
  await open('/failures', 'Failures');
  await page.getByText('3 events dead, 0 events to be tried again').waitFor();
  const group = page.getByRole('row', { name: /amount is not a whole number/ });
  expect(await group.innerText()).toMatch(/^3\s+dead\s/);
  await inspect(ann, 'failures');

  await group.getByRole('button', { name: 'Replay…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('3 events would run again').waitFor();
  expect(await dialog.getByText('changes rows').count()).toBe(1);
  expect(await dialog.getByText('fails again').count()).toBe(2);
  await dialog.getByText(/^\d+ fields$/).click();
  await dialog.getByRole('table').getByText('1500', { exact: true }).first().waitFor();
  expect(await dialog.getByText('receipt_url').count()).toBe(0); // the charge has none, before and after
  const confirm = dialog.getByRole('button', { name: 'Replay 3 events' });
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByLabel('Reason').fill('the mapper is mended');
  await inspect(ann, 'replay');
  // Nothing has happened yet.
  expect(await console.backend.query('SELECT 1 FROM charges')).toEqual([]);
  await confirm.click();
  await page.getByText('3 events will run again.').waitFor();
  await becomes('evt_a', 'processed');
  await becomes('evt_b', 'dead');
  const replays = page.getByRole('table', { name: 'Replays, newest first' });
  await replays.getByText('the mapper is mended').waitFor();
  await replays.locator('tr', { hasText: /done3120$/ }).waitFor();
  // What has failed again stands above it, as soon as it is told below.
  await page.getByText('2 events dead, 0 events to be tried again').waitFor({ timeout: 5_000 });
  expect(
    await console.backend.query(`SELECT after->>'reason' AS reason FROM audit_log WHERE action LIKE '%replay%'`),
  ).toEqual([{ reason: 'the mapper is mended' }]);
  await inspect(ann, 'failures-replayed');
});

it('a group is ignored with a reason; what comes while somebody looks is left alone', async () => {
  const { page, open } = ann;
  await open('/failures', 'Failures');
  await page.getByRole('button', { name: 'Ignore…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ignore 2 events' });
  await dialog.getByLabel('Reason').fill('made by hand');
  await inspect(ann, 'ignore');
  await dead('evt_d');
  await becomes('evt_d', 'dead');
  await dialog.getByRole('button', { name: 'Ignore 2 events' }).click();
  await page.getByText('2 events ignored; 1 came later and was left alone.').waitFor();
  expect(await statusOf('evt_d')).toBe('dead');
  await page.getByRole('button', { name: 'Ignore…' }).click();
  await page.getByRole('dialog', { name: 'Ignore 1 event' }).getByLabel('Reason').fill('made by hand');
  await page.getByRole('button', { name: 'Ignore 1 event' }).click();
  await page.getByText('Nothing has failed').waitFor();
  expect([await statusOf('evt_b'), await statusOf('evt_c')]).toEqual(['ignored', 'ignored']);
});

it('chosen events are replayed from the search, and one from its story', async () => {
  const { page, open } = ann;
  const { handled } = console.backend.app.get(ProbeProcessor, { strict: false });
  for (const id of ['evt_1', 'evt_2']) {
    await receive(stripeEvent({ id, type: 'topup.created', object: { id: `tu_${id}`, object: 'topup' } }));
    await becomes(id, 'processed');
  }
  await open('/events?type=topup.created', 'Events');
  await page.getByLabel('Choose all on this page').check();
  await page.getByRole('button', { name: 'Replay 2…' }).click();
  const rate = page.getByLabel('Events a second');
  expect(await rate.inputValue()).toBe('20');
  await rate.fill('');
  await rate.pressSequentially('5');
  expect(await rate.inputValue()).toBe('5');
  await page.getByLabel('Reason').fill('once more');
  await page.getByRole('button', { name: 'Replay 2 events' }).click();
  await page.getByText('2 events will run again.').waitFor();
  while (handled.filter((id) => id === 'evt_2').length < 2) await delay(20);

  await page.getByRole('link', { name: 'evt_1', exact: true }).click();
  await page.getByRole('heading', { name: 'topup.created', level: 1 }).waitFor();
  await page.getByRole('region', { name: 'Replays of it' }).getByText('“once more”').waitFor();
  expect(await page.getByRole('button', { name: 'Ignore…' }).count()).toBe(0);
});

it('a problem is told where the change was asked for', async () => {
  const { page, open, complaints } = ann;
  await dead('evt_late');
  await becomes('evt_late', 'dead');
  await open('/events/evt_late', 'charge.succeeded');
  await page.getByRole('button', { name: 'Ignore…' }).click();
  const dialog = page.getByRole('dialog');
  let answer = (): void => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/operations/events/ignore', async (route) => {
    await isAnswered;
    await route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      json: { title: 'Not available. Try again shortly.', status: 503, code: 'unavailable', requestId: 'req_1' },
    });
  });
  await dialog.getByLabel('Reason').fill('of no use');
  await dialog.getByRole('button', { name: 'Ignore 1 event' }).click();
  // What is under way is not taken back by looking away.
  await page.keyboard.press('Escape');
  answer();
  await dialog.getByText('503 unavailable · req_1').waitFor();
  await inspect(ann, 'problem');
  complaints.length = 0; // the browser notes the 503
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await statusOf('evt_late')).toBe('dead');
});

it('says when it cannot be read again, and keeps what it was', async () => {
  const { page, open, complaints } = ann;
  await page.clock.install();
  await open('/failures', 'Failures');
  await page.getByText('1 event dead, 0 events to be tried again').waitFor();
  await page.route('**/operations/failures', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      json: { title: 'Something went wrong.', status: 500, code: 'internal_error', requestId: 'req_2' },
    }),
  );
  await page.clock.runFor(16_000);
  await page.getByRole('alert').getByText('500 internal_error · req_2').waitFor();
  expect(await page.getByRole('row', { name: /amount is not a whole number/ }).count()).toBe(1);
  await inspect(ann, 'failures-old');
  complaints.length = 0; // the browser notes the 500
});
