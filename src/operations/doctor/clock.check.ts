import { fail, ok, warn, type Finding } from './finding.js';

/** Seconds: Stripe's Date header has whole ones, and an answer takes a while. */
const NOTICEABLE = 5;
/** Seconds: tokens and signatures of the last minutes begin to be refused. */
const HARMFUL = 60;

/** @param seconds the other clock less ours. */
export function clockFinding(code: 'clock.database' | 'clock.stripe', seconds: number): Finding {
  const off = Math.abs(seconds);
  const whose = code === 'clock.stripe' ? "Stripe's" : "the database's";
  if (off < NOTICEABLE) return ok(code, `within ${NOTICEABLE} s of ${whose}`);
  const text = `this machine is ${Math.round(off)} s ${seconds > 0 ? 'behind' : 'ahead of'} ${whose} clock`;
  const fix = 'Synchronize the clocks (chrony, systemd-timesyncd)';
  return off > HARMFUL
    ? fail(code, text, `${fix}: signatures are refused beyond WEBHOOK_TOLERANCE_SECONDS`)
    : warn(code, text, fix);
}
