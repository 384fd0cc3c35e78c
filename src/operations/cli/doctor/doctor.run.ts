import 'reflect-metadata';
import { ConfigurationError } from '../../../config/configuration.error.js';
import { keptSecret } from '../../../config/development-secret.js';
import { loadEnv, type Env } from '../../../config/env.js';
import { migrations } from '../../../database/migrations/migrations.js';
import { extensionMigrations } from '../../../extensions/migrations.js';
import { Doctor } from '../../doctor/doctor.js';
import { fail, type Finding } from '../../doctor/finding.js';
import { ownHandledTypes } from '../application.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { existingDatabase, pooledDatabase } from '../with-data-source.js';
import type { DoctorOptions } from './doctor.command.js';

async function* findings(url: string | undefined): AsyncGenerator<Finding> {
  let env: Env;
  try {
    env = loadEnv();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const fix = 'Set it right: docs/configuration.md and .env.example describe each name. The rest is looked at then';
    for (const problem of error.problems) yield fail('configuration', problem, fix);
    return;
  }
  const handled = await ownHandledTypes(env);
  const base = url ?? env.PUBLIC_URL;
  const all = [...migrations, ...extensionMigrations];
  const ways = { open: existingDatabase(env), openPooled: pooledDatabase(env) };
  const ownSecret = await keptSecret(env);
  yield* new Doctor({ env, ownSecret, handled, migrations: all, base, ...ways }).examine();
}

const textOf = ({ level, code, message, fix }: Finding): string =>
  `${level.padEnd(4)}  ${code.padEnd(24)}  ${message}${fix === null ? '' : `\n      -> ${fix}`}`;

export async function doctor({ url, json }: DoctorOptions, terminal: Terminal): Promise<ExitCode> {
  const list: Finding[] = [];
  for await (const finding of findings(url)) {
    list.push(finding);
    if (!json) terminal.print(textOf(finding));
  }
  const count = (level: Finding['level']): number => list.filter((finding) => finding.level === level).length;
  const [failed, warned] = [count('fail'), count('warn')];
  if (json) terminal.print(JSON.stringify({ failed, warned, findings: list }));
  else terminal.say(`${failed} failed, ${warned} to look at, ${count('ok')} ok`);
  return failed > 0 ? EXIT.findings : EXIT.ok;
}
