import type { DataSource } from 'typeorm';
import { counted, durationText } from '../figures.js';
import { warn, type Finding } from './finding.js';

/** A connected account whose events Stripe does not list. */
interface FailingAccount {
  readonly account: string;
  readonly seconds: number;
  readonly reason: string;
  /** How many there are. */
  readonly accounts: number;
}

/** The one that has failed longest; one that has left the platform is none. */
const FAILING = `
  SELECT account, extract(epoch FROM now() - failing_since)::float8 AS seconds, coalesce(last_error, 'unknown') AS reason,
         (count(*) OVER ())::int AS accounts
    FROM reconcile_checkpoints WHERE account > '' AND failing_since IS NOT NULL
   ORDER BY failing_since, account LIMIT 1`;

/** Connected accounts of which nothing is brought that no webhook did; nothing when all can be listed. */
export async function connectedFindings(db: Pick<DataSource, 'query'>): Promise<Finding[]> {
  const rows: FailingAccount[] = await db.query(FAILING);
  return rows.map(({ account, seconds, reason, accounts }) =>
    warn(
      'events.reconcile',
      `${counted(accounts, 'connected account')} cannot be listed; ${account} for ${durationText(seconds)}: ${reason}`,
      'May the key read events of connected accounts? GET /operations/reconcile/accounts?state=failing has each: docs/reconcile.md',
    ),
  );
}
