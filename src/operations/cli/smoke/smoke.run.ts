import 'reflect-metadata';
import { ConfigurationError } from '../../../config/configuration.error.js';
import { keptSecret } from '../../../config/development-secret.js';
import { livemodeOf, loadEnv, type Env } from '../../../config/env.js';
import { isThisMachine } from '../../../config/values.js';
import { baseAddress } from '../../endpoint/endpoint-address.js';
import { byApi, byDatabase, type EventWitness } from '../../smoke/event-witness.js';
import { SmokeTest, type SmokeResult, type SmokeTarget } from '../../smoke/smoke-test.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { existingDatabase } from '../with-data-source.js';
import type { SmokeOptions } from './smoke.command.js';

type Target = Omit<SmokeTarget, 'witness'>;

/** @param own the secret that development has made. @throws {ConfigurationError} */
function targetOf(options: SmokeOptions, env: Env, own: string | undefined): Target {
  const url = options.url ?? env.PUBLIC_URL;
  if (url === undefined) throw new ConfigurationError('Say --url, or set PUBLIC_URL: where is the backend reached?');
  const isHere = URL.canParse(url) && isThisMachine(url); // one elsewhere has another secret
  const secret = options.secret ?? env.STRIPE_WEBHOOK_SECRET[0] ?? (isHere ? own : undefined);
  if (secret === undefined) throw new ConfigurationError('Say --secret, or set STRIPE_WEBHOOK_SECRET.');
  return { url, secret, livemode: options.live || livemodeOf(env) === true };
}

const lineOf = ({ check, result, detail }: SmokeResult): string =>
  `${(result === 'unseen' ? '-' : result).padEnd(5)} ${check.padEnd(12)} ${detail}`;

async function send(target: SmokeTarget, { json }: SmokeOptions, terminal: Terminal): Promise<ExitCode> {
  const results: SmokeResult[] = [];
  const test = new SmokeTest(target);
  for await (const result of test.run(terminal.stop)) {
    results.push(result);
    if (!json) terminal.print(lineOf(result));
  }
  if (json) terminal.print(JSON.stringify({ url: target.url, eventId: test.event.id, checks: results }));
  return results.some(({ result }) => result === 'fail') ? EXIT.findings : EXIT.ok;
}

export async function smoke(options: SmokeOptions, terminal: Terminal): Promise<ExitCode> {
  const env = loadEnv();
  const own = await keptSecret(env);
  const target = targetOf(options, env, own?.value);
  const run = (witness: EventWitness | null) => send({ ...target, witness }, options, terminal);
  if (options.key !== undefined) return run(byApi(baseAddress(target.url), options.key));
  // That of development in DATA_DIR goes with its secret: it is hardly the one of a backend elsewhere.
  const isNamed = (env.MIGRATION_DATABASE_URL ?? env.DATABASE_URL) !== undefined;
  const database = isNamed || target.secret === own?.value ? existingDatabase(env) : null;
  return database ? database((dataSource) => run(byDatabase(dataSource))) : run(null);
}
