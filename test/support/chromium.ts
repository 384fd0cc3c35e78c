import { execFile } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { unpackProgram } from './apt-unpack.js';

const run = promisify(execFile);
const cache = fileURLToPath(new URL(`../../.cache/chromium-${process.arch}`, import.meta.url));
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
/** Without a font there is nothing to see. */
const PACKAGES = ['chromium', 'chromium-common', 'fonts-dejavu-core'];
const unpackedProgram = join(cache, 'chromium');
/** Tells the unpacked one where its font is: the system may have no fontconfig at all. */
const fonts = join(cache, 'fonts.conf');

async function works(program: string): Promise<boolean> {
  try {
    accessSync(program, constants.X_OK);
    await run(program, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/**
 * Path of a Chromium that runs here: CHROMIUM_PATH, of PATH, else the one in .cache/, else unpacked into .cache/ from the
 * distribution's own packages, without root and without a change to the system.
 *
 * @throws an error that says what to do.
 */
async function findChromium(): Promise<string> {
  const advice =
    'The tests of the hosted pages need a Chromium: install one (macOS: brew install --cask chromium), or set CHROMIUM_PATH.';
  const given = process.env['CHROMIUM_PATH'];
  if (given) {
    if (await works(given)) return given;
    throw new Error(`CHROMIUM_PATH does not run: ${given}. ${advice}`);
  }
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '');
  const installed = NAMES.flatMap((name) => directories.map((path) => join(path, name)));
  for (const candidate of [...installed, unpackedProgram]) {
    if (await works(candidate)) return candidate;
  }
  if (process.platform !== 'linux') throw new Error(advice);
  try {
    const unpacked = await unpackProgram({ target: cache, packages: PACKAGES, program: 'usr/lib/chromium/chromium' });
    const folders = [join(cache, 'root/usr/share/fonts'), '/usr/share/fonts'].map((folder) => `<dir>${folder}</dir>`);
    const kept = `<cachedir>${join(cache, 'fonts')}</cachedir>`;
    writeFileSync(fonts, `<?xml version="1.0"?>\n<fontconfig>${folders.join('')}${kept}</fontconfig>\n`);
    await run(unpacked, ['--version']);
    return unpacked;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${advice}\nUnpacking Debian's package into ${cache} failed: ${reason}`, { cause });
  }
}

/** Headless, without the sandbox of Chromium's own that containers and root do not allow: it opens our own pages only. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findChromium();
  const env = { ...process.env, ...(executablePath === unpackedProgram && { FONTCONFIG_FILE: fonts }) };
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'], env });
}
