import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import type { Scope } from '../../src/auth/caller.js';
import { createKey } from './api.js';
import type { Backend, BackendOptions } from './backend.js';
import { launchChromium } from './chromium.js';
import { startShop, type Shop } from './shop.js';

const BUILD = fileURLToPath(new URL('../../console/build.js', import.meta.url));
const AXE = fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url));

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 360, height: 740 };

/** The console's files, as `npm run build` makes them: nothing to do when they are there. */
export const buildConsole = (): Promise<unknown> => promisify(execFile)(process.execPath, [BUILD]);

/** A browser of an operator's, and what its pages complain of. */
export interface Operator {
  readonly page: Page;
  /** Errors and warnings of the page and of its policy. */
  readonly complaints: string[];
  /** Opens a page of the console by its path, and waits for its heading. */
  readonly open: (path: string, heading: string | RegExp) => Promise<void>;
}

/** A shop, its backend with a console, and a browser to look at it. */
export interface ConsoleUnderTest {
  readonly shop: Shop;
  readonly backend: Backend;
  readonly browser: Browser;
  /** Somebody at the sign-in page, in a browser of their own. */
  visitor(): Promise<Operator>;
  /** Somebody who has signed in, with a key of these scopes. */
  operator(scopes?: readonly Scope[]): Promise<Operator>;
  close(): Promise<void>;
}

export async function startConsole(name: string, options: BackendOptions = {}): Promise<ConsoleUnderTest> {
  const [browser] = await Promise.all([launchChromium(), buildConsole()]);
  const shop = await startShop(name, options);
  const { backend } = shop;

  const visitor = async (): Promise<Operator> => {
    const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', colorScheme: 'light' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    const open = async (path: string, heading: string | RegExp): Promise<void> => {
      await page.goto(`${backend.url}/console${path}`);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    };
    return { page, complaints, open };
  };

  return {
    shop,
    backend,
    browser,
    visitor,
    operator: async (scopes = ['operations', 'payloads', 'reports']) => {
      const operator = await visitor();
      const key = await createKey(backend, scopes, { name: 'ann' });
      await signIn(operator, key);
      return operator;
    },
    close: async () => {
      await browser.close();
      await shop.close();
    },
  };
}

export async function signIn({ page, open }: Operator, token: string): Promise<void> {
  await open('/', 'Sign in');
  await page.getByLabel('API key or token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
}

/**
 * Looks at the page as it is: in light and dark, wide and narrow. Nothing is wider than a narrow screen, and axe finds
 * nothing. For eyes: `SCREENSHOTS=/tmp/console npm run test:one test/console`.
 */
export async function inspect({ page }: Operator, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
      await page.setViewportSize(viewport);
      if (folder) await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png`, fullPage: true });
      // Colours differ by scheme and what there is by width: each is looked at once.
      if ((size === 'wide') === (colorScheme === 'light')) found.push(...(await violationsOf(page)));
    }
  }
  const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect([name, wider, found]).toEqual([name, 0, []]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(WIDE);
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** By the debugger, which no policy of the page keeps out. */
async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = (await page.evaluate(`axe.run({ resultTypes: ['violations'] })`)) as {
    violations: readonly Violation[];
  };
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
}
