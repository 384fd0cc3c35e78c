import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const environment = { ...process.env, LC_ALL: 'C' };

/** Package lists of the system may be missing (images delete them) or older than the mirror. */
const APT_TIMEOUT_MS = 180_000;

/** Never unpacked: a second libc beside the system's loader crashes, and the rest are not libraries. */
const fromTheSystem = /^(libc6|libc-bin|libgcc-s1|gcc-\d+-base)$/;

export interface Unpacking {
  /** The folder that is made; the start script in it has the program's name. */
  readonly target: string;
  /** Without the libraries, which are found level by level. */
  readonly packages: readonly string[];
  /** Path of the program in its package. */
  readonly program: string;
}

/** Folders of an unpacked tree that hold libraries, for LD_LIBRARY_PATH. */
function libraryFolders(root: string): string[] {
  const files = ['usr/lib', 'lib']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter(({ name }) => /\.so(\.|$)/.test(name));
  return [...new Set(files.map(({ parentPath }) => parentPath))].sort();
}

async function missesLibraries(root: string, program: string): Promise<boolean> {
  const env = { ...environment, LD_LIBRARY_PATH: libraryFolders(root).join(':') };
  const { stdout } = await run('ldd', [join(root, program)], { env });
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
    return [...text.matchAll(/^\s*\|?(?:Pre)?Depends: (z?lib[^\s<>]+)$/gm)].flatMap(([, name]) => name ?? []);
  }
}

/**
 * Fetches packages and, level by level, the libraries that this machine lacks, and leaves a start script.
 *
 * @returns the path of the script.
 */
export async function unpackProgram({ target, packages, program }: Unpacking): Promise<string> {
  const state = `${target}.${process.pid}`;
  const root = join(state, 'root');
  const name = basename(program);
  try {
    const apt = new PrivateApt(state);
    const seen = new Set<string>();
    let level = [...packages];
    do {
      await apt.download(level);
      for (const file of readdirSync(apt.packages)) {
        await run('dpkg', ['-x', join(apt.packages, file), root]);
        rmSync(join(apt.packages, file));
      }
      for (const one of level) seen.add(one);
      level = (await apt.librariesOf(level)).filter((one) => !seen.has(one) && !fromTheSystem.test(one));
    } while (level.length > 0 && (await missesLibraries(root, program)));
    const folders = libraryFolders(root).map((folder) => folder.replace(root, '$root'));
    const script = `#!/bin/sh\nroot="$(dirname "$0")/root"\nLD_LIBRARY_PATH="${folders.join(':')}" exec "$root/${program}" "$@"\n`;
    for (const folder of ['cache', 'lists', 'packages']) rmSync(join(state, folder), { recursive: true, force: true });
    writeFileSync(join(state, name), script);
    chmodSync(join(state, name), 0o755);
    const isThere = await run(join(target, name), ['--version']).catch(() => undefined);
    if (!isThere) {
      rmSync(target, { recursive: true, force: true });
      renameSync(state, target);
    } // else another process was faster, and runs it
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
  return join(target, name);
}
