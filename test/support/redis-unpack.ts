import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const environment = { ...process.env, LC_ALL: 'C' };

/** Package lists of the system may be missing (images delete them) or older than the mirror. */
const APT_TIMEOUT_MS = 180_000;

/** Never unpacked: a second libc beside the system's loader crashes, and the rest are not libraries. */
const fromTheSystem = /^(libc6|libc-bin|libgcc-s1|gcc-\d+-base)$/;

/** Library folders of an unpacked tree, for LD_LIBRARY_PATH. */
function libraryFolders(root: string): string[] {
  return ['usr/lib', 'lib']
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((folder) => statSync(folder).isDirectory());
}

async function missesLibraries(root: string): Promise<boolean> {
  const env = { ...environment, LD_LIBRARY_PATH: libraryFolders(root).join(':') };
  const { stdout } = await run('ldd', [join(root, 'usr/bin/redis-server')], { env });
  return stdout.includes('not found');
}

/** apt with every file that it writes below `state`. As root it would otherwise drop to `_apt`, who cannot write there. */
class PrivateApt {
  private options: string[];

  constructor(private readonly state: string) {
    for (const folder of ['cache/archives/partial', 'lists/partial', 'packages']) {
      mkdirSync(join(state, folder), { recursive: true });
    }
    this.options = ['-q', '-o', `Dir::Cache=${state}/cache`];
    if (process.getuid?.() === 0) this.options.push('-o', 'APT::Sandbox::User=root');
  }

  get packages(): string {
    return join(this.state, 'packages');
  }

  private async apt(program: string, ...command: string[]): Promise<string> {
    const { stdout } = await run(program, [...this.options, ...command], {
      cwd: this.packages,
      env: environment,
      timeout: APT_TIMEOUT_MS,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  }

  /** With the system's package lists, else with lists of our own. */
  async download(names: string[]): Promise<void> {
    try {
      await this.apt('apt-get', 'download', ...names);
    } catch {
      this.options.push('-o', `Dir::State::lists=${this.state}/lists`);
      await this.apt('apt-get', 'update').catch(() => undefined);
      await this.apt('apt-get', 'download', ...names);
    }
  }

  async librariesOf(names: string[]): Promise<string[]> {
    const text = await this.apt('apt-cache', 'depends', '--important', ...names);
    return [...text.matchAll(/^\s*\|?(?:Pre)?Depends: (lib[^\s<>]+)$/gm)].flatMap(([, name]) => name ?? []);
  }
}

/**
 * Fetches redis-server and, level by level, the libraries that this machine lacks, and leaves a start script.
 *
 * @returns the path of the script, `<target>/redis-server`.
 */
export async function unpackRedis(target: string): Promise<string> {
  const state = `${target}.${process.pid}`;
  const root = join(state, 'root');
  try {
    const apt = new PrivateApt(state);
    const seen = new Set<string>();
    let level = ['redis-server', 'redis-tools'];
    do {
      await apt.download(level);
      for (const file of readdirSync(apt.packages)) {
        await run('dpkg', ['-x', join(apt.packages, file), root]);
        rmSync(join(apt.packages, file));
      }
      for (const name of level) seen.add(name);
      level = (await apt.librariesOf(level)).filter((name) => !seen.has(name) && !fromTheSystem.test(name));
    } while (level.length > 0 && (await missesLibraries(root)));
    const folders = libraryFolders(root).map((folder) => folder.replace(root, '$root'));
    const script = `#!/bin/sh\nroot="$(dirname "$0")/root"\nLD_LIBRARY_PATH="${folders.join(':')}" exec "$root/usr/bin/redis-server" "$@"\n`;
    for (const folder of ['cache', 'lists', 'packages']) rmSync(join(state, folder), { recursive: true, force: true });
    writeFileSync(join(state, 'redis-server'), script);
    chmodSync(join(state, 'redis-server'), 0o755);
    rmSync(target, { recursive: true, force: true });
    renameSync(state, target);
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
  return join(target, 'redis-server');
}
