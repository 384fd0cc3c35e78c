import { SignJWT } from 'jose';
import { IDENTITY } from './identity.js';

/** A person, and what hers is put where something else belongs. */
export interface Victim {
  readonly email: string;
  readonly name: string;
  readonly phone: string;
}

/** What a request bears. */
export interface Credentials {
  readonly token: string;
  readonly key: string;
}

interface HostileRequest {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Signed by somebody else, in the name of ours. */
const forgedToken = ({ email, name }: Victim): Promise<string> =>
  new SignJWT({ tenant_id: email, email, name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(email)
    .setIssuer(IDENTITY.JWT_ISSUER)
    .setAudience(IDENTITY.JWT_AUDIENCE)
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode('a secret of somebody else, of more than 32 bytes'));

/** Requests with a person's data, or a secret, at every place that a program may repeat when it complains. */
export async function hostileRequests(victim: Victim, { key, token }: Credentials): Promise<HostileRequest[]> {
  const { email, name, phone } = victim;
  const asUser = { ...JSON_TYPE, authorization: `Bearer ${token}` };
  const asKey = { ...JSON_TYPE, authorization: `Bearer ${key}` };
  const forged = await forgedToken(victim);
  const checkout = '/stripe/checkout/sessions';
  const body = (value: unknown): { method: string; body: string } => ({ method: 'POST', body: JSON.stringify(value) });
  return [
    { path: checkout, headers: asUser, method: 'POST', body: `{"email": "${email}", "key": "${key}", ` },
    { path: checkout, headers: asUser, method: 'POST', body: Buffer.from(`{"name": "${name}\u00ff"}`, 'latin1') },
    { path: checkout, headers: asUser, ...body({ priceId: email, quantity: name, successUrl: `https://${phone}/` }) },
    { path: checkout, headers: asUser, ...body(`${name} <${email}>`) },
    { path: checkout, headers: { ...asUser, 'content-type': `text/${phone}` }, ...body({ name }) },
    { path: checkout, headers: { ...asUser, 'content-encoding': 'gzip' }, ...body({ email }) },
    { path: checkout, headers: { ...asUser, 'idempotency-key': `${email}\u00e9` }, ...body({ email }) },
    { path: '/stripe/refunds', headers: asKey, ...body({ paymentId: `ch_1\0${name}`, reason: `${email}\0` }) },
    { path: '/stripe/refunds', headers: asKey, ...body({ paymentId: 'ch_1', amount: phone, comment: { email } }) },
    { path: `/stripe/invoices?cursor=${encodeURIComponent(email)}&limit=${encodeURIComponent(name)}`, headers: asUser },
    { path: `/stripe/connect/accounts/${encodeURIComponent(email)}`, headers: asUser },
    { path: `/stripe/connect/accounts/acct_1%00${encodeURIComponent(name)}`, headers: asKey },
    { path: `/${encodeURIComponent(name)}/${email}?phone=${encodeURIComponent(phone)}`, headers: asUser },
    { path: `/stripe/plans/%E0%A4%A${email}` },
    { path: '/stripe/subscription', headers: { authorization: `Bearer ${forged}` } },
    { path: '/stripe/subscription', headers: { authorization: `Bearer ${email}` } },
    { path: '/stripe/subscription', headers: { authorization: `Bearer chk_${'J3nny'.repeat(9).slice(0, 43)}` } },
    {
      path: '/stripe/subscription',
      headers: { authorization: `Basic ${Buffer.from(`${email}:${key}`).toString('base64')}` },
    },
    {
      path: '/stripe/subscription',
      headers: {
        ...asKey,
        'countinghouse-tenant': encodeURIComponent(name),
        'x-request-id': email,
        'x-forwarded-for': email,
        'user-agent': `${name} <${email}>`,
        cookie: `session=${token}; email=${email}`,
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
        tracestate: `who=${encodeURIComponent(name)}`,
        baggage: `email=${email}`,
        referer: `https://example.com/?email=${email}`,
      },
    },
    { path: '/metrics', headers: { authorization: `Bearer ${key}${email}` } },
    { path: '/health', headers: { cookie: `email=${email}` } },
    { path: '/webhooks/stripe', method: 'POST', headers: JSON_TYPE, body: `{"email":"${email}"}` },
    {
      path: '/webhooks/stripe',
      method: 'POST',
      headers: { ...JSON_TYPE, 'stripe-signature': `t=${encodeURIComponent(name)},v1=${email}` },
      body: Buffer.from(`\u0000${name}\u00ff${email}`, 'latin1'),
    },
  ];
}

/** @returns everything that was answered: status, headers and body. */
export async function answersTo(url: string, requests: readonly HostileRequest[]): Promise<string[]> {
  const answers = requests.map(async ({ path, method = 'GET', headers = {}, body }) => {
    const response = await fetch(`${url}${path}`, { method, headers, redirect: 'manual', ...(body ? { body } : {}) });
    return `${response.status} ${path}\n${JSON.stringify([...response.headers])}\n${await response.text()}`;
  });
  return Promise.all(answers);
}
