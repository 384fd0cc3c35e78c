/**
 * What no receiver of webhooks can pass: Node's own server, the signature checked with Stripe's SDK (which parses the
 * event), 200. Nothing is kept. Its figure also shows that the load is not what limits the others.
 */
import { createServer } from 'node:http';
import Stripe from 'stripe';

const secret = process.env['STRIPE_WEBHOOK_SECRET'] ?? '';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const answer = answerTo(request.method, Buffer.concat(chunks), request.headers['stripe-signature']);
    const body = JSON.stringify(answer.body);
    response.writeHead(answer.status, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
  });
});

function answerTo(
  method: string | undefined,
  body: Buffer,
  signature: string | string[] | undefined,
): { status: number; body: object } {
  if (method === 'GET') return { status: 200, body: { ok: true } };
  try {
    Stripe.webhooks.constructEvent(body, signature ?? '', secret);
    return { status: 200, body: { received: true } };
  } catch {
    return { status: 400, body: { error: 'invalid signature' } };
  }
}

server.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
