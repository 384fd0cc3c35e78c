import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** $1 signal, $2 process, $3 a file whose first line must still be that process, so that a reused number is not hit. */
const SCRIPT = `
trap '' HUP INT TERM
read -r word
[ "$word" = released ] && exit 0
read -r owner < "$3" && [ "$owner" = "$2" ] && kill -s "$1" "$2"
`;

/**
 * Ends a detached server when this process is gone, however it went: kill -9 and a signal without a handler run no
 * exit hook. A shell in a session of its own waits for the end of its input, which the kernel closes with this process.
 *
 * @param pidFile its first line is `pid` for as long as the server runs.
 * @returns releases the server from the guard.
 */
export function endWithThisProcess(pid: number, signal: 'INT' | 'TERM', pidFile: string): () => void {
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'countinghouse-guard', signal, String(pid), pidFile], {
    detached: true,
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const onExit = (): void => {
    process.kill(pid, `SIG${signal}`);
  };
  guard.on('error', () => process.once('exit', onExit));
  guard.stdin.on('error', () => undefined);
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return () => {
    process.off('exit', onExit);
    guard.stdin.end('released\n');
  };
}
