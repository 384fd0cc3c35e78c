import type { StripeSandbox } from '../sandbox.js';

/** A hosted page as a browser without script has it. */
export interface Seen {
  readonly status: number;
  /** Where it sends on, absolute; null for a page. */
  readonly location: string | null;
  readonly text: string;
}

/** Where a path of the sandbox is; absolute addresses stay. */
function addressOf(sandbox: StripeSandbox, path: string): string {
  return new URL(path, sandbox.url).href;
}

async function seen(response: Response): Promise<Seen> {
  const location = response.headers.get('location');
  return {
    status: response.status,
    location: location && new URL(location, response.url).href,
    text: await response.text(),
  };
}

export async function look(sandbox: StripeSandbox, path: string): Promise<Seen> {
  return seen(await fetch(addressOf(sandbox, path), { redirect: 'manual' }));
}

export async function send(sandbox: StripeSandbox, path: string, fields: Record<string, string>): Promise<Seen> {
  const body = new URLSearchParams(fields);
  return seen(await fetch(addressOf(sandbox, path), { method: 'POST', body, redirect: 'manual' }));
}
