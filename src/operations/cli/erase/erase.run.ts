import 'reflect-metadata';
import { InvalidArgumentError } from 'commander';
import { eraseBody } from '../../erasure/erasure.requests.js';
import { showErasure, showPreview } from '../../erasure/erasure.answers.js';
import { Erasure } from '../../erasure/erasure.js';
import type { ErasurePreview } from '../../erasure/preview.repository.js';
import { counted } from '../../figures.js';
import { atShell } from '../at-shell.js';
import { asked } from '../events/asked.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { withoutStripe } from '../with-backend.js';
import type { EraseOptions } from './erase.command.js';

/** Milliseconds between two signs of life. */
const SIGN = 10_000;

const LEFT = 'Stripe keeps its own: its privacy requests are in the Dashboard.';

function previewLines({ customerId, objects, events, tenants, liveSubscriptions, erasedAt }: ErasurePreview): string[] {
  return [
    `${customerId}${erasedAt ? `, erased ${erasedAt.toISOString()}` : ''}`,
    ...Object.entries(objects).flatMap(([table, count]) => (count > 0 ? `  ${table}: ${count}` : [])),
    `  events: ${events}`,
    ...(tenants.length > 0 ? [`  of ${tenants.join(', ')}`] : []),
    ...(liveSubscriptions.length > 0 ? [`  these go on, and bill: ${liveSubscriptions.join(', ')}`] : []),
  ];
}

/** It may look through the whole log, and says meanwhile that it does. */
async function withSigns<T>({ say }: Terminal, work: Promise<T>): Promise<T> {
  const began = performance.now();
  const timer = setInterval(() => say(`still at it, ${Math.round((performance.now() - began) / 1_000)} s`), SIGN);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

export function erase(
  { customer, account, reason, dryRun, json }: EraseOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (!dryRun && reason === undefined) throw new InvalidArgumentError('--reason: say why, or --dry-run.');
  const body = asked(eraseBody, { reason: reason ?? 'none', confirm: customer });
  const key = { account, customerId: customer };
  return withoutStripe(async (app) => {
    const erasure = app.get(Erasure);
    const preview = await erasure.preview(key);
    if (dryRun) {
      terminal.print(json ? JSON.stringify(showPreview(preview)) : previewLines(preview).join('\n'));
      return EXIT.ok;
    }
    const request = { ...key, reason: body.reason, caller: atShell() };
    const result = await withSigns(terminal, erasure.erase(request, terminal.stop)).catch(async (error: unknown) => {
      if (terminal.stop.aborted && (await erasure.preview(key)).erasedAt !== null) {
        terminal.say(`${customer} is marked as erased: the backend goes on with it by itself.`);
      }
      throw error;
    });
    if (json) terminal.print(JSON.stringify(showErasure(account, customer, result)));
    else {
      const { objects, rows, payloads, notes } = result;
      terminal.print(
        `${customer} is erased: ${counted(objects, 'object')}, ${counted(rows, 'row')}, ` +
          `${counted(payloads, 'payload')}, ${counted(notes, 'note')}. ${LEFT}`,
      );
      if (preview.liveSubscriptions.length > 0)
        terminal.say(`These go on, and bill: ${preview.liveSubscriptions.join(', ')}`);
    }
    return EXIT.ok;
  });
}
