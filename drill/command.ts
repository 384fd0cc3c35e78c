import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const CLI = fileURLToPath(new URL('../src/operations/cli/main.js', import.meta.url));

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/**
 * `npx countinghouse`, as built, in a process of its own.
 *
 * @param ahead milliseconds by which its clock is ahead.
 */
export function countinghouse(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ahead = 0,
): Promise<Ended> {
  const clock = ahead === 0 ? [] : ['--import', new URL(`clock-ahead.js?ahead=${ahead}`, import.meta.url).href];
  const options = { env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 60_000 };
  return new Promise((resolve) => {
    execFile(process.execPath, [...clock, CLI, ...args], options, (error, output, errors) => {
      const code = error ? Number(error.code ?? 1) : 0;
      resolve({ code, output: output === '' ? errors : output });
    });
  });
}

const report = z.object({
  findings: z.array(
    z.object({
      code: z.string(),
      level: z.enum(['ok', 'warn', 'fail']),
      message: z.string(),
      fix: z.string().nullable(),
    }),
  ),
});

export type Diagnosis = z.output<typeof report> & { readonly code: number };

/** @throws {Error} with what it said instead of a report. */
export async function doctor(env: Readonly<Record<string, string>>, ahead = 0): Promise<Diagnosis> {
  const { code, output } = await countinghouse(['doctor', '--json'], env, ahead);
  try {
    return { code, ...report.parse(JSON.parse(output)) };
  } catch (cause) {
    throw new Error(`doctor ended with ${code} and said:\n${output}`, { cause });
  }
}
