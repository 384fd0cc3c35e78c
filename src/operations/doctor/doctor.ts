import type { DataSource } from 'typeorm';
import { describeError } from '../../common/describe-error.js';
import type { DevelopmentSecret } from '../../config/development-secret.js';
import { livemodeOf, type Env } from '../../config/env.js';
import type { MigrationClass } from '../../database/migrations/migrations.js';
import { whyUnreachable } from '../../database/unreachable.js';
import { PINNED_API_VERSION } from '../../stripe/pinned-version.js';
import { isForbidden } from '../../stripe/refusal.js';
import { counted } from '../figures.js';
import { StoredStateRepository } from '../metrics/stored-state.repository.js';
import { SigningSecrets } from '../processes/signing-secrets.js';
import { RetentionRunRepository } from '../retention/retention-run.repository.js';
import { VerifyRunRepository } from '../verify/verify-run.repository.js';
import { clockFinding } from './clock.check.js';
import { connectedFindings } from './connected.check.js';
import { connectionsFinding, databaseClockFinding, migrationsFinding, versionFinding } from './database.checks.js';
import { endpointFindings } from './endpoint.checks.js';
import { openErasures } from './erasures.repository.js';
import { fail, ok, warn, type Finding } from './finding.js';
import { logFindings } from './log.checks.js';
import { outboxFindings } from './outbox.checks.js';
import { waitingEntries } from './outbox.repository.js';
import { privacyFindings } from './privacy.checks.js';
import { redisFindings } from './redis.checks.js';
import { refusalsFinding } from './refusals.check.js';
import { refusalsOf, type Refusals } from './refusals.repository.js';
import { secretsFindings } from './secrets.checks.js';
import { ServerFactsRepository } from './server-facts.repository.js';
import { settingsFindings, takesTokens } from './settings.checks.js';
import { keyFindings } from './stripe.checks.js';
import { StripeReader } from './stripe-reader.js';

/** What the doctor is told, beyond the settings. */
interface Examined {
  readonly env: Env;
  /** What development signs with, where nobody has configured a secret. */
  readonly ownSecret: DevelopmentSecret | null;
  /** Event types that somebody handles. */
  readonly handled: readonly string[];
  readonly migrations: readonly MigrationClass[];
  /** Where this backend is reached; undefined when nobody says. */
  readonly base: string | undefined;
  /** Opens the database as it is; null: there is none. */
  readonly open: Run | null;
  /** The same by the pooler that processes connect to; null: they connect as this does. */
  readonly openPooled: Run | null;
}

type Run = <T>(work: (dataSource: DataSource) => Promise<T>) => Promise<T>;

/** What the database says that other looks need too. */
interface Known {
  readonly binding?: { readonly account: string; readonly livemode: boolean } | undefined;
  readonly matches?: ReadonlyMap<string, number | null>;
  readonly validKeys?: number;
  readonly refusals?: readonly Refusals[];
}

/** Looks at everything that an installation stands on, and changes nothing. */
export class Doctor {
  private known: Known = {};

  constructor(private readonly examined: Examined) {}

  /** In the order in which things depend on each other. */
  async *examine(): AsyncGenerator<Finding> {
    const { env } = this.examined;
    yield ok('configuration', 'valid');
    yield* settingsFindings(env, this.examined.base);
    yield* await this.database();
    yield* await this.pooler();
    yield this.callers();
    yield* await redisFindings(env.REDIS_URL);
    yield* await this.stripe();
    yield* this.secrets();
    if (this.known.refusals) yield refusalsFinding(this.known.refusals);
  }

  private async database(): Promise<Finding[]> {
    const { open, openPooled } = this.examined;
    const fix = `Check ${openPooled ? 'MIGRATION_DATABASE_URL' : 'DATABASE_URL'}, and whether the server is up`;
    if (!open)
      return [warn('database.reachable', 'there is none', 'Set DATABASE_URL; in development npm start makes one')];
    try {
      return await open((dataSource) => this.look(dataSource));
    } catch (error) {
      const reason = whyUnreachable(error) ?? describeError(error);
      return [fail('database.reachable', reason, fix)];
    }
  }

  /** What was looked at so far is the server itself: the pooler before it may be down. */
  private async pooler(): Promise<Finding[]> {
    const { openPooled } = this.examined;
    if (!openPooled) return [];
    try {
      await openPooled((dataSource) => dataSource.query('SELECT 1'));
      return [ok('database.reachable', 'by the pooler of DATABASE_URL, too')];
    } catch (error) {
      const reason = whyUnreachable(error) ?? describeError(error);
      const fix = 'Check DATABASE_URL, and whether the pooler is up: processes connect to it, commands do not';
      return [fail('database.reachable', `by the pooler of DATABASE_URL: ${reason}`, fix)];
    }
  }

  private async look(dataSource: DataSource): Promise<Finding[]> {
    const { env, migrations } = this.examined;
    const server = new ServerFactsRepository(dataSource);
    const facts = await server.read();
    if (!facts) return [];
    const schema = migrationsFinding(await server.migrations(), migrations);
    const findings = [
      ok('database.reachable', facts.name),
      versionFinding(facts),
      schema,
      connectionsFinding(facts, env.DATABASE_POOL_SIZE, env.MIGRATION_DATABASE_URL !== undefined),
      databaseClockFinding(facts),
    ];
    if (schema.level === 'fail') return findings;
    try {
      return [...findings, ...(await this.lookInside(dataSource, server))];
    } catch (error) {
      const fix = 'Run it again; what keeps the database busy is in pg_stat_activity';
      return [...findings, fail('events.backlog', `not looked at: ${describeError(error)}`, fix)];
    }
  }

  /** Each statement has a second or so: a database that is too slow for it says so. */
  private async lookInside(dataSource: DataSource, server: ServerFactsRepository): Promise<Finding[]> {
    const { env } = this.examined;
    this.known = {
      binding: await server.binding(),
      matches: await server.secretMatches(),
      validKeys: await server.validKeys(),
      refusals: await refusalsOf(dataSource),
    };
    const runs = [new VerifyRunRepository(dataSource), new RetentionRunRepository(dataSource)] as const;
    const state = await new StoredStateRepository(dataSource, ...runs).read();
    const kept = { keys: await server.payloadKeys(), erasures: await openErasures(dataSource) };
    return [
      ...logFindings(state, env),
      ...(await connectedFindings(dataSource)),
      ...outboxFindings(state, await waitingEntries(dataSource)),
      ...privacyFindings(env, state, kept),
    ];
  }

  /** No endpoint signs with development's own: it counts for nothing else. */
  private secrets(): Finding[] {
    const { env, ownSecret } = this.examined;
    const used = ownSecret ? { ...env, STRIPE_WEBHOOK_SECRET: [ownSecret.value] } : env;
    const place = { isProduction: env.NODE_ENV === 'production', file: ownSecret?.file ?? null };
    return secretsFindings(new SigningSecrets(used).configured, this.known.matches, place);
  }

  private callers(): Finding {
    const { validKeys } = this.known;
    if (takesTokens(this.examined.env)) return ok('settings.callers', 'tokens of your identity provider, and keys');
    return validKeys === 0
      ? warn(
          'settings.callers',
          'nobody may call the API',
          'npx countinghouse keys create, or JWT_JWKS_URL: docs/auth.md',
        )
      : ok('settings.callers', validKeys === undefined ? 'keys' : counted(validKeys, 'key'));
  }

  private async stripe(): Promise<Finding[]> {
    const { env } = this.examined;
    if (!env.STRIPE_SECRET_KEY) {
      const fix = 'Set STRIPE_SECRET_KEY: without it nothing is read from Stripe';
      return [warn('stripe.key', 'there is none', fix)];
    }
    const reader = new StripeReader(env);
    const key = await keyFindings(env, reader, this.known.binding);
    return key.some(({ code, level }) => code === 'stripe.key' && level === 'fail')
      ? key
      : [...key, ...(await this.endpoints(reader))];
  }

  private async endpoints(reader: StripeReader): Promise<Finding[]> {
    const { env, handled, base } = this.examined;
    try {
      const { endpoints, clockSkew } = await reader.endpoints();
      const expected = {
        base,
        handled,
        pinnedVersion: PINNED_API_VERSION,
        secrets: { account: env.STRIPE_WEBHOOK_SECRET.length, connect: env.STRIPE_CONNECT_WEBHOOK_SECRET.length },
        isRequired: env.NODE_ENV === 'production' || livemodeOf(env) === true,
      };
      return [clockFinding('clock.stripe', clockSkew), ...endpointFindings(endpoints, expected)];
    } catch (error) {
      const fix = isForbidden(error)
        ? 'Give the key the permission to read webhook endpoints, or look in the Dashboard'
        : 'Run it again: see status.stripe.com';
      return [warn('endpoint.found', `not looked at: ${describeError(error)}`, fix)];
    }
  }
}
