import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  exportPKCS8,
  exportSPKI,
  generateKeyPair,
  importPKCS8,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';

export interface SignOptions {
  /** Null: the token does not say. */
  readonly kid?: string | null;
  readonly key?: CryptoKey;
  readonly alg?: string;
}

/** A stand-in for Auth0, Clerk or Keycloak: publishes its keys over HTTP, and signs with the newest. */
export class IdentityProvider {
  readonly issuer = 'https://provider.test/';
  readonly audience = 'api.test';
  /** How often the keys were asked for. */
  requests = 0;
  /** Instead of the keys. */
  answer: ((response: ServerResponse) => void) | null = null;
  private readonly keys: { kid: string; key: CryptoKey; jwk: JWK; pem: string }[] = [];
  private readonly server = createServer((_, response) => {
    this.requests += 1;
    if (this.answer) this.answer(response);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: this.published() }));
  });

  static async start(): Promise<IdentityProvider> {
    const provider = new IdentityProvider();
    await provider.rotate();
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  /** What the backend is told of it. */
  get env(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      JWT_SECRET: '',
      JWT_JWKS_URL: `http://127.0.0.1:${port}/.well-known/jwks.json`,
      JWT_ISSUER: this.issuer,
      JWT_AUDIENCE: this.audience,
    };
  }

  /** The public key, as an attacker has it too. */
  get publicPem(): string {
    return this.keys.at(-1)?.pem ?? '';
  }

  get kid(): string {
    return this.keys.at(-1)?.kid ?? '';
  }

  /** The very private key, for another algorithm than the one it is published for. */
  async keyFor(alg: string): Promise<CryptoKey> {
    const own = this.keys.at(-1);
    if (!own) throw new TypeError('no key');
    return importPKCS8(await exportPKCS8(own.key), alg);
  }

  /** A new key. @param keepOld whether tokens of the old one are still good. */
  async rotate(keepOld = false): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const kid = `key-${Math.random().toString(36).slice(2)}`;
    if (!keepOld) this.keys.length = 0;
    this.keys.push({ kid, key: privateKey, jwk: await exportJWK(publicKey), pem: await exportSPKI(publicKey) });
  }

  /** The claims over those of a good token; undefined takes one away. */
  sign(claims: JWTPayload = {}, { kid = this.kid, key, alg = 'RS256' }: SignOptions = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const good = { sub: 'user_1', tenant_id: 't_1', iss: this.issuer, aud: this.audience, iat: now, exp: now + 300 };
    const own = this.keys.find((one) => one.kid === kid) ?? this.keys.at(-1);
    if (!own) throw new TypeError('no key');
    return new SignJWT(JSON.parse(JSON.stringify({ ...good, ...claims })))
      .setProtectedHeader(kid === null ? { alg } : { alg, kid })
      .sign(key ?? own.key);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private published(): JWK[] {
    return this.keys.map(({ kid, jwk }) => ({ ...jwk, kid, use: 'sig' }));
  }
}
