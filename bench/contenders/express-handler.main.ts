/**
 * What the backend is measured against: the handler that a careful engineer writes by hand. It checks the signature
 * with Stripe's SDK, inserts the event once, and answers when that is committed. It stores only: no row, no order, no
 * retry, no log line.
 */
import express from 'express';
import { Pool } from 'pg';
import Stripe from 'stripe';

const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 16 });
await pool.query(`
  CREATE TABLE IF NOT EXISTS stripe_events (
    id text PRIMARY KEY,
    type text NOT NULL,
    payload jsonb NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
  )`);

const app = express();
app.get('/live', (_request, response) => {
  response.json({ ok: true });
});
app.post('/webhooks/stripe', express.raw({ type: 'application/json', limit: '1mb' }), async (request, response) => {
  const body: Buffer = request.body;
  let event: Stripe.Event;
  try {
    const signature = request.headers['stripe-signature'] ?? '';
    event = Stripe.webhooks.constructEvent(body, signature, process.env['STRIPE_WEBHOOK_SECRET'] ?? '');
  } catch {
    response.status(400).json({ error: 'invalid signature' });
    return;
  }
  await pool.query('INSERT INTO stripe_events (id, type, payload) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    event.id,
    event.type,
    body.toString('utf8'),
  ]);
  response.json({ received: true });
});
app.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
