import { StripeSandbox, type SandboxOptions } from './sandbox.js';

/** The same at every start: a backend's database is bound to its account. */
const ACCOUNT = 'acct_1CountinghouseSandbx';
/** What the printed commands agree on when nothing is set. */
const LOCAL_SECRET = 'whsec_local_sandbox';

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

/** What `npm start` must be told so that it listens where WEBHOOK_URL points to; '' for its own port, or elsewhere. */
function portSetting(webhookUrl: string): string {
  if (!URL.canParse(webhookUrl)) return '';
  const { hostname, port, protocol } = new URL(webhookUrl);
  if (protocol !== 'http:' || !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return '';
  return port === '3000' ? '' : `PORT=${port || '80'} `;
}

const sandbox = await start({
  port: Number(SANDBOX_PORT ?? 12_111),
  realTime: true,
  account: ACCOUNT,
  seed: Date.now(),
});
const { url, apiKey } = sandbox;
const secret = WEBHOOK_SECRET ?? LOCAL_SECRET;
const webhookUrl = WEBHOOK_URL ?? 'http://127.0.0.1:3000/webhooks/stripe';
console.log(`A stand-in for Stripe at ${url}

Start the backend beside it, in another terminal:
  ${portSetting(webhookUrl)}STRIPE_SECRET_KEY=${apiKey} STRIPE_API_BASE=${url} STRIPE_WEBHOOK_SECRET=${secret} npm start`);

if (WEBHOOK_URL) sandbox.deliveries.addEndpoint({ url: WEBHOOK_URL, secret });
console.log(`
${WEBHOOK_URL ? `Webhooks go to ${WEBHOOK_URL}.` : 'No WEBHOOK_URL: the first command says where webhooks go.'} Try, in this order:
${WEBHOOK_URL ? '' : `  curl ${url}/_sandbox/webhook_endpoints -d url=${webhookUrl} -d secret=${secret}\n`}\
  curl ${url}/v1/products -u ${apiKey}: -d name=Pro
  curl ${url}/v1/customers -u ${apiKey}: -d email=jenny@example.com
  curl ${url}/_sandbox/deliveries
Make it hostile (docs/sandbox.md): webhooks get lost, the next refund fails although it is made.
  curl ${url}/_sandbox/deliveries -d dropProbability=0.3 -d duplicateProbability=0.3
  curl ${url}/_sandbox/faults -d fault=error -d done=true -d path=/v1/refunds

Ctrl-C stops it.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close();
  });
}
