import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LeaseRepository } from './lease.repository.js';

/** Seconds: after so long without renewal others may work. Longer than a connection may be silent (17 s). */
const TERM = 30;
/** Milliseconds between renewals. */
const RENEWAL = 10_000;

/**
 * Work of which there is one at a time among all machines: a scheduled job, a command. Nothing can stop a process that
 * was suspended from finishing its statement after its lease has ended, so the work must be harmless when it is done
 * twice; the lease saves the effort, it does not guard the rows.
 */
@Injectable()
export class Lease {
  constructor(private readonly leases: LeaseRepository) {}

  /**
   * Runs `work` while this process holds the name, and gives it back afterwards.
   *
   * @param work stops when the signal says so: the lease is lost.
   * @returns null when somebody else holds it.
   */
  async during<T extends object>(name: string, work: (lost: AbortSignal) => Promise<T>): Promise<T | null> {
    const holder = randomUUID();
    if (!(await this.leases.take(name, holder, TERM))) return null;
    const lost = new AbortController();
    const timer = this.keep(name, holder, lost);
    try {
      return await work(lost.signal);
    } finally {
      clearInterval(timer);
      await this.leases.release(name, holder).catch(() => undefined); // it ends by itself
    }
  }

  /** Our own clock may jump, so what has passed is measured, not read. */
  private keep(name: string, holder: string, lost: AbortController): NodeJS.Timeout {
    let end = performance.now() + TERM * 1000;
    let renewing = false;
    const renew = async (): Promise<void> => {
      if (renewing) return;
      renewing = true;
      const began = performance.now();
      try {
        if (await this.leases.renew(name, holder, TERM)) end = began + TERM * 1000;
        else lost.abort();
      } catch {
        if (performance.now() > end) lost.abort(); // until then the database may come back
      } finally {
        renewing = false;
      }
    };
    const timer = setInterval(() => void renew(), RENEWAL);
    timer.unref();
    return timer;
  }
}
