import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../../audit/audit-log.js';
import { describeError } from '../../../common/describe-error.js';
import { StripeUnavailableError } from '../../../common/errors.js';
import { inTransaction } from '../../../database/in-transaction.js';
import { StripeBinding } from '../../../database/stripe-binding.js';
import { counted } from '../../figures.js';
import { Verifier } from '../../verify/verifier.js';
import { VerifyRunRepository } from '../../verify/verify-run.repository.js';
import type { VerifyRequest, VerifyResult } from '../../verify/verify-run.js';
import { atShell } from '../at-shell.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { whileWaiting } from '../waits.js';
import { withBackend } from '../with-backend.js';
import { VerifyFindings } from './verify-findings.js';
import type { VerifyOptions } from './verify.command.js';

function resultText({ checked, different, gone, failed, refused, repaired, stopped }: VerifyResult): string {
  const leftOut = refused > 0 ? `, ${refused} left out` : '';
  const counts = `${counted(checked, 'object')} compared: ${different} differ, ${gone} are gone, ${failed} failed, ${repaired} repaired${leftOut}.`;
  return stopped ? `${counts} More than 1 % are gone: none was marked as deleted. Is it the right key?` : counts;
}

/** Of what may write rows, as the run that is asked for over HTTP: who reads the audit log need not ask where it was. */
const noteRepair = (app: INestApplicationContext, request: VerifyRequest, reason: string | null): Promise<void> =>
  inTransaction(app.get(DataSource), (tx) =>
    app.get(AuditLog).write(tx, {
      caller: atShell(),
      action: 'verify.run',
      object: { type: 'run', id: '' },
      before: null,
      after: { ...request, reason },
    }),
  );

export function verify({ type, json, reason, ...rest }: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const request = { ...rest, types: type };
  const findings = new VerifyFindings(terminal, json);
  return withBackend(async (app) => {
    try {
      await app.get(StripeBinding).confirm();
      terminal.stop.throwIfAborted();
      if (request.repair || request.repairDeleted) await noteRepair(app, request, reason ?? null);
      const startedAt = new Date();
      const result = await whileWaiting(terminal, () => app.get(Verifier).run(request, findings, terminal.stop));
      await app.get(VerifyRunRepository).note({ startedAt, sample: request.sample, scheduled: false }, result);
      terminal.print(json ? JSON.stringify({ ...result, findings: findings.list }) : resultText(result));
      return result.different + result.gone + result.failed + result.refused > 0 ? EXIT.findings : EXIT.ok;
    } catch (error) {
      if (!terminal.stop.aborted && !(error instanceof StripeUnavailableError)) throw error;
      terminal.say(terminal.stop.aborted ? 'Stopped.' : `Not complete: ${describeError(error)}`);
      return terminal.stop.aborted ? EXIT.interrupted : EXIT.incomplete;
    }
  });
}
