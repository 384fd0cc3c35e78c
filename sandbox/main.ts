import { StripeSandbox, type SandboxOptions } from './sandbox.js';

const { SANDBOX_PORT, WEBHOOK_SECRET, WEBHOOK_URL } = process.env;

/** The wanted port, or a free one when somebody has it. */
async function start(options: SandboxOptions): Promise<StripeSandbox> {
  try {
    return await StripeSandbox.start(options);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    console.log(`Port ${options.port} is taken; using a free one.`);
    return StripeSandbox.start({ ...options, port: 0 });
  }
}

const sandbox = await start({ port: Number(SANDBOX_PORT ?? 12_111), realTime: true, seed: Date.now() });
const { url, apiKey } = sandbox;
console.log(`A stand-in for Stripe at ${url}\n\n  STRIPE_SECRET_KEY=${apiKey}`);

if (WEBHOOK_URL) {
  const options = { url: WEBHOOK_URL, ...(WEBHOOK_SECRET && { secret: WEBHOOK_SECRET }) };
  console.log(
    `  STRIPE_WEBHOOK_SECRET=${sandbox.deliveries.addEndpoint(options).secret}   (webhooks go to ${WEBHOOK_URL})`,
  );
} else {
  console.log('  No WEBHOOK_URL: no webhooks yet; the third example adds an endpoint.');
}

console.log(`
Try:
  curl ${url}/v1/customers -u ${apiKey}: -d email=jenny@example.com
  curl ${url}/_sandbox/clock/advance -d seconds=2592000
  curl ${url}/_sandbox/webhook_endpoints -d url=http://127.0.0.1:3000/webhooks/stripe

Ctrl-C stops it.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close();
  });
}
