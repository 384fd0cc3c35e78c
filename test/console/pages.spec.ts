import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { consoleRouter } from '../../src/console/pages/console-router.js';
import { startBackend, type Backend } from '../support/backend.js';
import { buildConsole } from '../support/console.js';

let backend: Backend;

beforeAll(async () => {
  await buildConsole();
  backend = await startBackend();
});
afterAll(() => backend.close());

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${backend.url}/console${path}`, { redirect: 'manual', ...init });

describe('the console’s files', () => {
  it('every address is the page, with a nonce of its own', async () => {
    const nonces = new Set<string>();
    for (const path of ['', '/', '/events', '/events/evt_1?x=%00', '/sign-in', '/nowhere/at.all']) {
      const response = await get(path);
      const html = await response.text();
      const policy = response.headers.get('content-security-policy') ?? '';
      const nonce = /'nonce-([\w-]{24})'/.exec(policy)?.[1] ?? '';
      nonces.add(nonce);
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ]);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-frame-options')).toBe('DENY');
      expect(policy.split('; ').toSorted()).toEqual([
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
      ]);
      expect(html).toContain(`nonce="${nonce}"`);
      // Nothing inline, and nothing from elsewhere.
      expect(html).not.toMatch(/__CSP_NONCE__|<style|<script(?![^>]* src="\/console\/)|\sstyle=|\son\w+=|https?:/);
    }
    expect(nonces.size).toBe(6);
  });

  it('names with a hash are kept for good, and what is not there is not the page', async () => {
    const [, script = ''] = /src="\/console(\/assets\/[^"]+\.js)"/.exec(await (await get('')).text()) ?? [];
    const file = await get(script);
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(file.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await file.text()).not.toContain('React DevTools'); // the one for production
    expect((await get('/assets/old-1234.js')).status).toBe(404);
    expect((await get('/assets/..%2findex.html')).status).toBe(403);
    expect((await get('/favicon.svg')).headers.get('content-type')).toBe('image/svg+xml');
  });

  it('the stamp of the build and the sources are no files of it', async () => {
    for (const path of ['/.sources', '/build.js', '/src/main.tsx']) {
      expect([path, (await get(path)).headers.get('content-type')]).toEqual([path, 'text/html; charset=utf-8']);
    }
  });

  it('is read only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('/events', { method })).status).toBe(404);
    expect((await get('', { method: 'HEAD' })).status).toBe(200);
  });
});

describe('without the build', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer(express().use('/console', consoleRouter(['/nowhere', 'console'])));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => void server.close(resolve)));

  it('says how to make it, and shows no source', async () => {
    const { port } = server.address() as AddressInfo;
    for (const path of ['', '/events', '/src/main.tsx', '/index.html']) {
      const response = await fetch(`http://127.0.0.1:${port}/console${path}`);
      expect([path, response.status]).toEqual([path, 503]);
      expect(await response.text()).toContain('npm run build');
    }
  });
});
