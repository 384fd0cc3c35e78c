import { setTimeout as delay } from 'node:timers/promises';
import { lookNoMore } from '../support/alerts.js';
import { createKey, signJwt } from '../support/api.js';
import { inspect, signIn, startConsole, type ConsoleUnderTest, type Operator } from '../support/console.js';
import { post, stripeEvent } from '../support/signed-event.js';

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await startConsole('overview');
  lookNoMore(console.backend);
  // The hour before, and the minutes that may be over by then, as a process that has ended told of it.
  await console.backend.query(
    `INSERT INTO process_minutes
     SELECT '00000000-0000-4000-8000-000000000000', date_trunc('minute', now()) - n * interval '1 minute', 'api-1', 'api', '0.1.0',
            now() - interval '3 hours', now() - greatest(n, 0) * interval '1 minute', true, 119 - abs(n - 30), 0, abs(n) % 7,
            '{"wrong_secret": 1}',
            '{"200": 60}', '{"0.01": 60}', '{"processed": 60}', 0
       FROM generate_series(-10, 61) AS n`,
  );
}, 120_000);
afterAll(() => console.close());

const poison = (id: string) =>
  post(
    `${console.backend.url}/webhooks/stripe`,
    stripeEvent({ id, type: 'charge.succeeded', object: { id: `ch_${id}`, object: 'charge', amount: 'x' } }),
  );

const figure = ({ page }: Operator, name: string) =>
  page
    .locator('dl > div', { has: page.getByText(name, { exact: true }) })
    .locator('dd')
    .first();

describe('signing in', () => {
  it('with a key; back to where one was going; and out again', async () => {
    const visitor = await console.visitor();
    const { page, complaints, open } = visitor;
    await open('/failures', 'Sign in');
    expect(await page.title()).toBe('Sign in · Countinghouse');
    await inspect(visitor, 'sign-in');
    await page.getByLabel('API key or token').fill(await createKey(console.backend, ['operations'], { name: 'bob' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Failures', level: 1 }).waitFor();
    expect(page.url()).toMatch(/\/console\/failures$/);
    const navigation = page.getByRole('navigation', { name: 'Console' });
    expect(await navigation.innerText()).toContain('bob');
    // What the session may not do is not offered.
    expect(await navigation.getByRole('link', { name: 'Reports' }).count()).toBe(0);
    expect(
      await page.evaluate('document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)'),
    ).not.toMatch(/chk_|console/);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    await open('/', 'Sign in');
    expect(complaints).toEqual([]);
  });

  it('with a key that is none says so, and with one that may not', async () => {
    const { page, complaints, open } = await console.visitor();
    await open('/', 'Sign in');
    const attempt = async (token: string, words: string) => {
      await page.getByLabel('API key or token').fill(token);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText(words).waitFor();
    };
    await attempt(`chk_${'0'.repeat(43)}`, 'That is no key or token that is valid now.');
    await attempt(await createKey(console.backend, ['reports']), 'The caller lacks the scope `operations`.');
    // The browser itself notes the two answers, and nothing else is wrong.
    expect(complaints.map((text) => /status of (\d+)/.exec(text)?.[1])).toEqual(['401', '403']);
  });

  it('ends where the key ends: the page goes to the sign-in by itself', async () => {
    const ann = await console.operator();
    await console.backend.query(`UPDATE api_keys SET revoked_at = now() WHERE revoked_at IS NULL`);
    await ann.page.getByRole('link', { name: 'Events' }).click();
    await ann.page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
  });
});

describe('the overview', () => {
  it('changes while it is open, and says what fires and what to do', async () => {
    const ann = await console.operator();
    const { page, complaints } = ann;
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByText('No alert fires').waitFor();
    const dead = Number(await figure(ann, 'Dead letters').innerText());
    await poison('evt_live');
    await page.locator('dl > div', { hasText: new RegExp(`Dead letters\\s*${dead + 1}no`) }).waitFor();
    await console.backend.query(
      `INSERT INTO alert_incidents (alert, severity, value, opened_at)
       VALUES ('CountinghouseDeadEvents', 'critical', '1 event', now() - interval '5 minutes'),
              ('CountinghouseReconcileStale', 'warning', '26 hours', now() - interval '2 hours')`,
    );
    const alerts = page.getByRole('region', { name: 'Alerts' }).getByRole('listitem');
    await alerts.nth(1).waitFor();
    expect(await alerts.first().innerText()).toMatch(
      /^Critical\n[\s\S]*Go to Failures[\s\S]*1 event · since 5 min ago/,
    );
    await page
      .getByRole('img', { name: /^Webhooks a minute over the last hour: 119 new ones at most, 60 refused\.$/ })
      .waitFor();
    await inspect(ann, 'overview');
    expect(complaints).toEqual([]);
  });

  it('comes back after the connection broke', async () => {
    const ann = await console.operator();
    const { page } = ann;
    await page.getByText('Live', { exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.route('**/operations/live', (route) => route.abort());
    await page.getByRole('link', { name: 'Events' }).click();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Connection lost, trying again').waitFor();
    await page.unroute('**/operations/live');
    await page.context().setOffline(false);
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('says when it is watched in too many tabs, and is read there all the same', async () => {
    const { page, open } = await console.operator();
    const problem = { title: 'Too many requests.', status: 429, code: 'too_many_requests', requestId: 'req_1' };
    await page.route('**/operations/live', (route) =>
      route.fulfill({ status: 429, contentType: 'application/problem+json', json: problem }),
    );
    await page.clock.install();
    await open('/', 'Overview');
    await page.getByText('Open in five tabs already').waitFor();
    await page.getByText('Dead letters', { exact: true }).waitFor();
    const again = page.waitForRequest('**/operations/overview');
    await page.clock.runFor(16_000);
    await again;
  });
});

describe('the frame', () => {
  it('stays, with what was typed, while the backend cannot say who is signed in', async () => {
    const { page, open } = await console.operator();
    await page.clock.install();
    await open('/events', 'Events');
    await page.getByLabel('Id', { exact: true }).fill('evt_typed');
    const asked: string[] = [];
    const problem = { title: 'Not available.', status: 503, code: 'unavailable', requestId: 'req_1' };
    await page.route('**/console/session', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem });
    });
    for (const deadline = Date.now() + 30_000; asked.length < 3 && Date.now() < deadline; await delay(50)) {
      await page.clock.runFor(30_000);
    }
    expect(asked).toHaveLength(3); // it is asked twice more before it counts as away
    await page.clock.runFor(5_000);
    expect(await page.getByLabel('Id', { exact: true }).inputValue()).toBe('evt_typed');
  });

  it('remembers colours and times', async () => {
    const ann = await console.operator();
    const { page, complaints } = ann;
    const isShownIn = (scheme: string) =>
      page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor({ state: 'attached' });
    await isShownIn('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await isShownIn('dark');
    await page.locator('label', { hasText: 'Light' }).click();
    await isShownIn('light');
    await page.locator('label', { hasText: 'UTC' }).click();
    await page.reload();
    await isShownIn('light');
    await page
      .getByText(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d( UTC)?$/)
      .first()
      .waitFor();
    await page.emulateMedia({ colorScheme: 'light' });
    expect(complaints).toEqual([]);
  });

  it('narrow, has its navigation behind a button', async () => {
    const ann = await console.operator();
    const { page } = ann;
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Events' }).click();
    await page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('knows no page of another name, and a page that breaks leaves the others', async () => {
    const ann = await console.operator();
    const { page, open } = ann;
    await open('/nowhere', 'No such page');
    await page.route('**/assets/failures*.js', (route) => route.fulfill({ status: 404 }));
    await page.getByRole('link', { name: 'Failures' }).click();
    await page.getByRole('heading', { name: 'There is a newer console' }).waitFor();
    await page.getByRole('link', { name: 'Events' }).click();
    await page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
  });

  it('by the keyboard alone: sign in, skip to the page, find an event, replay it, sign out', async () => {
    await poison('evt_keyboard');
    const visitor = await console.visitor();
    const { page, open, complaints } = visitor;
    const focused = () =>
      page.evaluate(
        `(({ activeElement: on }) => on.getAttribute('aria-label') || on.labels?.[0]?.innerText || on.innerText || on.tagName)(document)`,
      );
    /** It moves beside what is shown. */
    const becomes = async (look: () => Promise<unknown>, expected: string) => {
      for (const deadline = Date.now() + 20_000; (await look()) !== expected; await delay(20)) {
        if (Date.now() > deadline) throw new Error(`${String(await look())} has the focus, and not ${expected}`);
      }
    };
    const tabTo = async (label: string | RegExp, most = 60) => {
      for (let presses = 0; ; presses += 1) {
        const name = String(await focused());
        if (typeof label === 'string' ? name === label : label.test(name)) return;
        if (presses > most) throw new Error(`${String(label)} is not reached`);
        await page.keyboard.press('Tab');
        // What has the focus is seen to have it.
        const seen = await page.evaluate(
          `(() => { const on = document.activeElement; const box = on.closest('label') ?? on;
             const style = [getComputedStyle(on), getComputedStyle(on, '::before'), getComputedStyle(box)];
             return on === document.body || style.some((s) => s.outlineStyle !== 'none') ||
               /rgb/.test(getComputedStyle(on).borderColor) || on.type === 'radio'; })()`,
        );
        expect([name, seen]).toEqual([name, true]);
      }
    };
    await open('/', 'Sign in');
    await tabTo('API key or token');
    await page.keyboard.type(await createKey(console.backend, ['operations'], { name: 'keyboard' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await page.evaluate('document.activeElement.blur()');
    await tabTo('Skip to the page', 3);
    await page.keyboard.press('Enter');
    await becomes(() => page.evaluate('document.activeElement.id'), 'main');
    await page.evaluate('document.activeElement.blur(); window.scrollTo(0, 0)');
    await tabTo('Events');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
    await tabTo('Id');
    await page.keyboard.type('evt_keyboard');
    await page.keyboard.press('Enter');
    await page.waitForURL(/id=evt_keyboard/);
    await page.getByRole('link', { name: 'evt_keyboard', exact: true }).waitFor();
    await tabTo('evt_keyboard');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'charge.succeeded', level: 1 }).waitFor();
    await tabTo('Replay…');
    await page.keyboard.press('Enter');
    await page.getByText('would run again').waitFor();
    await becomes(focused, 'Reason'); // the dialog has taken the focus
    await page.keyboard.type('by the keyboard');
    await tabTo('Replay 1 event', 10);
    await page.keyboard.press('Enter');
    await page.getByText('1 event will run again.').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await becomes(focused, 'Replay…'); // and gives it back
    await tabTo('Sign out', 120);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    expect(complaints).toEqual([]);
  });
});

it('signs in an operator by a token too', async () => {
  const visitor = await console.visitor();
  await signIn(visitor, await signJwt({ user: 'user_7', scopes: ['operations'] }));
  expect(await visitor.page.getByRole('navigation', { name: 'Console' }).innerText()).toContain('user_7');
});

it('who is bound to a connected account sees that one: no overview, no queue', async () => {
  const visitor = await console.visitor();
  const { page, open, complaints } = visitor;
  await open('/', 'Sign in');
  await page
    .getByLabel('API key or token')
    .fill(await createKey(console.backend, ['operations'], { account: 'acct_1' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
  const navigation = page.getByRole('navigation', { name: 'Console' });
  expect(await navigation.innerText()).toContain('API key, acct_1');
  expect(await navigation.getByRole('link', { name: /Overview|Queue/ }).count()).toBe(0);
  await page.getByText('No event was received yet').waitFor();
  expect(complaints).toEqual([]);
});
