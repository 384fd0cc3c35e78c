import { userInfo } from 'node:os';
import type { Actor } from '../../audit/audit-log.js';

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** Whoever types a command: the operating system's user, as the audit log keeps it. Behind `root` may be anybody; the reason can say who. */
export const atShell = (): Actor => ({ kind: 'system', id: `shell:${userName()}`, account: '', tenantId: null });
