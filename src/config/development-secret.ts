import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Env } from './env.js';

/** A signing secret that nobody has configured. */
export interface DevelopmentSecret {
  readonly value: string;
  /** Where it is kept, for the next start and for commands beside it. */
  readonly file: string;
}

const fileOf = ({ DATA_DIR }: Env): string => join(resolve(DATA_DIR), 'signing-secret');

/** Only who develops, and has configured none, is given one. */
const needsOne = ({ NODE_ENV, STRIPE_WEBHOOK_SECRET: account, STRIPE_CONNECT_WEBHOOK_SECRET: connect }: Env): boolean =>
  NODE_ENV !== 'production' && account.length + connect.length === 0;

/** The one that a start has made; null: there is none, or none is needed. Looking makes none. */
export async function keptSecret(env: Env): Promise<DevelopmentSecret | null> {
  if (!needsOne(env)) return null;
  const file = fileOf(env);
  const value = (await readFile(file, 'utf8').catch(() => '')).trim();
  return value.startsWith('whsec_') ? { value, file } : null;
}

/** The same, made where there is none; null: none is needed. */
export async function keptOrMadeSecret(env: Env): Promise<(DevelopmentSecret & { readonly fresh: boolean }) | null> {
  if (!needsOne(env)) return null;
  const kept = await keptSecret(env);
  if (kept) return { ...kept, fresh: false };
  const file = fileOf(env);
  const value = `whsec_${randomBytes(24).toString('base64url')}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${value}\n`, { mode: 0o600 });
  return { value, file, fresh: true };
}
