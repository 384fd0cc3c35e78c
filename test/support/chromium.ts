import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { cacheOf, findProgram, inPath, works } from './program.js';

const cache = cacheOf('chromium');
const ADVICE =
  'The tests of the hosted pages need a Chromium: install one (macOS: brew install --cask chromium), or set CHROMIUM_PATH.';

/** CHROMIUM_PATH, or one that runs here. @throws {Error} that says what to do. */
async function findChromium(): Promise<string> {
  const given = process.env['CHROMIUM_PATH'];
  if (given && !(await works(given))) throw new Error(`CHROMIUM_PATH does not run: ${given}. ${ADVICE}`);
  if (given) return given;
  return findProgram({
    installed: ['chromium', 'chromium-browser', 'google-chrome'].flatMap(inPath),
    cache: 'chromium',
    packages: ['chromium', 'chromium-common', 'fonts-dejavu-core'], // without a font there is nothing to see
    program: 'usr/lib/chromium/chromium',
    advice: ADVICE,
  });
}

/** Tells the unpacked one where its font is: the system may have no fontconfig at all. @returns the file that does. */
function fontsOfCache(): string {
  const file = join(cache, 'fonts.conf');
  if (existsSync(file)) return file;
  const folders = [join(cache, 'root/usr/share/fonts'), '/usr/share/fonts'].map((folder) => `<dir>${folder}</dir>`);
  const kept = `<cachedir>${join(cache, 'fonts')}</cachedir>`;
  writeFileSync(file, `<?xml version="1.0"?>\n<fontconfig>${folders.join('')}${kept}</fontconfig>\n`);
  return file;
}

/** Headless, without the sandbox of Chromium's own that containers and root do not allow: it opens our own pages only. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findChromium();
  const isUnpacked = executablePath === join(cache, 'chromium');
  const env = { ...process.env, ...(isUnpacked && { FONTCONFIG_FILE: fontsOfCache() }) };
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath, args, env, timeout: 60_000 });
}
