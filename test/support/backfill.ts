import type { StripeSandbox } from '../../sandbox/sandbox.js';
import { Backfill, type BackfillRequest, type BackfillResult } from '../../src/operations/backfill/backfill.js';
import { BackfillLines } from '../../src/operations/cli/backfill/backfill-lines.js';
import type { Backend } from './backend.js';
import { differences } from './mirror-state.js';

const EVERYTHING: BackfillRequest = { accounts: [], connected: false, types: [], restart: false };

/** A run in the backend's own process. */
export async function backfill(
  { app }: Backend,
  request: Partial<BackfillRequest> = {},
  onLine: (line: string) => void = () => undefined,
): Promise<{ result: BackfillResult | null; lines: string[] }> {
  const lines: string[] = [];
  const report = new BackfillLines((line) => {
    lines.push(line);
    onLine(line);
  });
  const result = await app.get(Backfill).run({ ...EVERYTHING, ...request }, report, new AbortController().signal);
  return { result, lines };
}

/** What no list of Stripe's has: what is deleted, detached or closed; and discounts, which are in no list at all. */
export function unlisted(sandbox: StripeSandbox): Set<string> {
  const state = sandbox.state();
  const deleted = Object.values(state)
    .flat()
    .filter((object) => 'deleted' in object && object.deleted === true);
  return new Set(
    [
      ...deleted,
      ...state.discounts,
      ...state.payment_methods.filter(({ customer }) => customer === null),
      ...state.reviews.filter(({ open }) => !open),
    ].map(({ id }) => id),
  );
}

/** Differences, and objects that a list has and no row. */
export async function differencesOfListed(backend: Backend, sandbox: StripeSandbox): Promise<string[]> {
  const missing = unlisted(sandbox);
  const found = await differences(backend, sandbox);
  return found.filter((line) => {
    const [, id = '', what] = /^\S+ (\S+): (.*)$/.exec(line) ?? [];
    return !(what === 'no row' && missing.has(id));
  });
}
