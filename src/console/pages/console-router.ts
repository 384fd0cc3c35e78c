import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router, static as serveFiles, type NextFunction, type Request, type Response } from 'express';
import { consolePolicy, protectPage } from './content-policy.js';

/** What the build leaves where the nonce of each answer goes. */
const NONCE = /__CSP_NONCE__/g;

/** Milliseconds. The name of an asset has the hash of what is in it; others may change with an update. */
const YEAR = 31_536_000_000;
const HOUR = 3_600_000;

const NOT_BUILT =
  'The console is not built. Run `npm run build` in the folder of the backend, and load this page again.\n';

/** Everything that is no file is a page, which its program in the browser tells apart by the address. */
const pageOf =
  (folder: string) =>
  async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const index = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null);
    if (index === null) {
      response.status(503).type('text/plain').set('Cache-Control', 'no-store').send(NOT_BUILT);
      return;
    }
    const nonce = randomBytes(18).toString('base64url');
    protectPage(response, consolePolicy(nonce));
    response.type('html').send(index.replace(NONCE, nonce));
  };

/** @param folders where the built files may be, in this order. Only they have assets: the sources have none. */
export function consoleRouter(folders: readonly string[]): Router {
  const folder = folders.find((path) => existsSync(join(path, 'assets')));
  const router = Router();
  if (folder !== undefined) {
    router.use('/assets', serveFiles(join(folder, 'assets'), { immutable: true, maxAge: YEAR, fallthrough: false }));
    router.use(serveFiles(folder, { index: false, redirect: false, maxAge: HOUR }));
  }
  router.use(pageOf(folder ?? ''));
  return router;
}
