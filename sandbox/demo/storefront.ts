import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import helmet from 'helmet';
import { SignJWT } from 'jose';
import { z } from 'zod';

/** What the backend checks the visitors' tokens with: its settings of the same names. */
export interface Identity {
  readonly JWT_SECRET: string;
  readonly JWT_ISSUER: string;
  readonly JWT_AUDIENCE: string;
}

/** The pages of examples/storefront, on an address of their own. */
export interface Storefront {
  readonly url: string;
  /** Names the backend that the pages call. It is told of the storefront's address first (CORS_ORIGINS). */
  sellFor(api: string): void;
  close(): Promise<void>;
}

/** Beside sandbox, and beside dist. */
const PAGES = ['../../examples/storefront', '../../../examples/storefront'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Seconds that a token is good for. */
const TOKEN_LIFE = 600;

const signInBody = z.strictObject({
  tenant: z
    .string()
    .regex(/^visitor_[0-9a-f]{6}$/)
    .optional(),
});

/** Answers a visitor's token: what an identity provider does, but for anybody who asks. */
async function signIn({ tenant = `visitor_${randomBytes(3).toString('hex')}` }, identity: Identity, api: string) {
  const expiresAt = Math.floor(Date.now() / 1000) + TOKEN_LIFE;
  const token = await new SignJWT({ tenant_id: tenant })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(`user_of_${tenant}`)
    .setIssuer(identity.JWT_ISSUER)
    .setAudience(identity.JWT_AUDIENCE)
    .setExpirationTime(expiresAt)
    .sign(new TextEncoder().encode(identity.JWT_SECRET));
  return { api, tenant, token, expiresAt: expiresAt * 1000 };
}

/** @throws {Error} when the pages are not where they belong. */
export async function startStorefront(identity: Identity): Promise<Storefront> {
  const pages = PAGES.find((path) => existsSync(path));
  if (pages === undefined) throw new Error(`The storefront's pages are not there: ${PAGES.join(', ')}`);
  let api = '';
  const app = express();
  app.disable('x-powered-by');
  app.use(
    helmet({
      // Nothing inline and nothing from elsewhere; that the pages may call the backend is all there is to add.
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          connectSrc: ["'self'", () => api],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
          requireTrustedTypesFor: ["'script'"],
        },
      },
      strictTransportSecurity: false, // it is served over http
    }),
  );
  // JSON only: another page's form cannot send it, and what another origin's script sends is not allowed to it.
  app.post('/sign-in', express.json({ limit: '1kb' }), (request, response, next) => {
    const body = signInBody.safeParse(request.body);
    if (!body.success) {
      response.status(400).json({ title: 'There is no such visitor.', code: 'bad_request' });
      return;
    }
    signIn(body.data, identity, api).then((session) => response.set('Cache-Control', 'no-store').json(session), next);
  });
  app.use(express.static(pages, { cacheControl: false }));
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: addressOf(server),
    sellFor: (address) => {
      api = address;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function addressOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The storefront is closed.');
  return `http://127.0.0.1:${address.port}`;
}
