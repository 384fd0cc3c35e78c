import type { FindingCode, Level } from '../../src/operations/doctor/finding.js';
import { doctor } from '../command.js';
import type { Stage } from '../stage.js';
import type { Look } from './break.js';

/** By `code` what the doctor should find, and how bad it is. */
export type Expected = Readonly<Partial<Record<FindingCode, Exclude<Level, 'ok'>>>>;

interface Patient {
  /** Of its settings. */
  readonly changes?: Readonly<Record<string, string>>;
  /** Milliseconds by which its clock is ahead. */
  readonly ahead?: number;
}

/** What `npx countinghouse doctor` finds, beside its exit code: 3 when something fails, 0 otherwise. */
export async function askDoctor(stage: Stage, expected: Expected, patient: Patient = {}): Promise<Look[]> {
  const { code, findings } = await doctor({ ...stage.doctors, ...patient.changes }, patient.ahead);
  const wrong = Object.values(expected).includes('fail') ? 3 : 0;
  return Object.entries(expected).map(([finding, level]) => {
    const found = findings.find((one) => one.code === finding && one.level === level);
    const said = found ? `${level} ${finding}: ${found.message}` : `no ${level} ${finding}`;
    return { isRight: code === wrong && found !== undefined, text: `doctor, exit code ${code}: ${said}` };
  });
}

/** @param shown what the console shows; undefined when it does not show it. */
export const inConsole = (where: string, shown: string | undefined): Look => ({
  isRight: shown !== undefined,
  text: `console, ${where}: ${shown ?? 'nothing of it'}`,
});
