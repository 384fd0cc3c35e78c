import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { createApp } from '../src/app.js';
import { loadEnv } from '../src/config/env.js';
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.js';
import { Reconciler } from '../src/operations/reconcile/reconciler.js';
import { VerifyFindings } from '../src/operations/cli/verify/verify-findings.js';
import type { Terminal } from '../src/operations/cli/terminal.js';
import { Verifier } from '../src/operations/verify/verifier.js';
import type { VerifyResult } from '../src/operations/verify/verify-run.js';

/** Rows of each type that verify looks at: all that a life makes. Others' objects, which an account may have, it leaves. */
const SAMPLE = 10_000;

/** The backend on a database of its own, which hears of Stripe by asking it only: there is no way in for webhooks. */
export class Backend {
  private readonly undo: (() => Promise<unknown>)[] = [];
  private readonly stopping = new AbortController();
  private reconciler: Reconciler;
  private verifier: Verifier;
  dataSource: DataSource;

  /** @param base another address of Stripe's API; undefined: Stripe's own. */
  async start(key: string, base: string | undefined): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), 'countinghouse-stripe-'));
    this.undo.push(() => rm(directory, { recursive: true, force: true }));
    const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
    this.undo.push(() => postgres.stop());
    const app = await createApp(
      loadEnv({
        LOG_LEVEL: 'fatal', // that no webhook arrives is as it should be here
        DATABASE_URL: postgres.url,
        STRIPE_SECRET_KEY: key,
        STRIPE_API_BASE: base,
        STRIPE_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64url')}`,
        RECONCILE_INTERVAL_SECONDS: 'off', // it is run by hand here
        VERIFY_SAMPLE: '0',
        NOTIFY: 'none',
      }),
    );
    this.undo.push(() => app.close());
    await app.listen(0, '127.0.0.1');
    this.dataSource = app.get(DataSource);
    this.reconciler = app.get(Reconciler);
    this.verifier = app.get(Verifier);
  }

  /**
   * Brings all events since then. A checkpoint stands where the last run ended; events of a test clock that runs behind may
   * come before it, so it is set back each time.
   *
   * @param since seconds since 1970. @throws {Error} when Stripe could not be asked to the end.
   */
  async reconcile(since: number): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO reconcile_checkpoints (account, reconciled_to) VALUES ('', to_timestamp($1))
       ON CONFLICT (account) DO UPDATE SET reconciled_to = to_timestamp($1)`,
      [since],
    );
    const runs = await this.reconciler.runAll(this.stopping.signal);
    const failure = runs?.find((run) => run.account === '')?.failure;
    if (failure) throw new Error(`reconcile did not come to its end: ${failure}`);
  }

  /** Which of these events are not settled, or not there. */
  async lacking(ids: readonly string[]): Promise<string[]> {
    const rows: { id: string; status: string | null }[] = await this.dataSource.query(
      `SELECT w.id, l.status FROM unnest($1::text[]) AS w (id)
         LEFT JOIN stripe_event_log l ON l.stripe_event_id = w.id
        WHERE l.status IS NULL OR l.status NOT IN ('processed', 'ignored')`,
      [ids],
    );
    return rows.map(({ id, status }) => `${id}: ${status ?? 'not there'}`);
  }

  /** Every row against Stripe. @param tell a line for each difference. */
  verify(tell: (line: string) => void): Promise<VerifyResult> {
    const terminal: Terminal = { print: tell, say: () => undefined, screen: null, stop: this.stopping.signal };
    const request = { types: [], account: '', sample: SAMPLE, repair: false, repairDeleted: false };
    return this.verifier.run(request, new VerifyFindings(terminal, false), this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const end of this.undo.splice(0).toReversed()) await end();
  }
}
