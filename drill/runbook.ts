import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** What an entry has to tell, in docs/runbook.md's own words. */
const PARTS = ['**For customers.**', '**The cause.**', '**Put it right.**', '**It is over.**'];

/**
 * What is lacking where an alert sends its reader; nothing when the entry is whole.
 *
 * @param address as alerts name it, `docs/runbook.md#…`. Of the project's folder, in which npm runs.
 */
export async function lackingIn(address: string): Promise<string[]> {
  const [file = '', anchor = ''] = address.split('#');
  const text = await readFile(resolve(file), 'utf8').catch(() => '');
  const entry = text.split(/^## /m).find((section) => section.split('\n', 1)[0]?.toLowerCase() === anchor);
  if (entry === undefined) return [`${address}: there is no such entry`];
  return PARTS.filter((part) => !entry.includes(part)).map((part) => `${address}: ${part}`);
}
