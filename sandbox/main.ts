import { StripeSandbox, type SandboxOptions } from './sandbox.js';

/** The same at every start: a backend's database is bound to its account. */
const ACCOUNT = 'acct_1CountinghouseSandbx';
/** What the printed commands agree on when nothing is set. */
const LOCAL_SECRET = 'whsec_local_sandbox';

const { SANDBOX_PORT, WEBHOOK_SECRET, WEBHOOK_URL } = process.env;

/** @throws {Error} when the setting names no port. */
function portOf(setting: string | undefined): number {
  if (setting === undefined || setting === '') return 12_111;
  if (!/^\d{1,5}$/.test(setting) || Number(setting) > 65_535) throw new Error('SANDBOX_PORT is not a port.');
  return Number(setting);
}

/** The wanted port; when nobody has set it, and it is taken, a free one. */
async function start(options: SandboxOptions): Promise<StripeSandbox> {
  try {
    return await StripeSandbox.start(options);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    if (SANDBOX_PORT) throw new Error(`Port ${SANDBOX_PORT} is taken.`, { cause: error });
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

async function run(): Promise<void> {
  if (WEBHOOK_URL && !URL.canParse(WEBHOOK_URL)) throw new Error('WEBHOOK_URL is not a URL.');
  const sandbox = await start({ port: portOf(SANDBOX_PORT), realTime: true, account: ACCOUNT, seed: Date.now() });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
  if (WEBHOOK_URL) {
    const endpoint = { url: WEBHOOK_URL, secret: WEBHOOK_SECRET ?? LOCAL_SECRET };
    sandbox.deliveries.addEndpoint(endpoint);
    sandbox.deliveries.addEndpoint({ ...endpoint, connect: true });
  }
  console.log(guide(sandbox));
}

function guide({ url, apiKey }: StripeSandbox): string {
  const webhookUrl = WEBHOOK_URL ?? 'http://127.0.0.1:3000/webhooks/stripe';
  // a secret that was given is not repeated on the screen
  const secret = WEBHOOK_SECRET ? '"$WEBHOOK_SECRET"' : LOCAL_SECRET;
  const asked = `STRIPE_SECRET_KEY=${apiKey} STRIPE_API_BASE=${url}`;
  const endpoint = `  curl ${url}/_sandbox/webhook_endpoints -d url=${webhookUrl} -d secret=${secret}`;
  const endpoints = `${endpoint}\n${endpoint} -d connect=true   # events of connected accounts\n`;
  return `A stand-in for Stripe at ${url}

Start the backend beside it, in another terminal. If it runs already, start it again like this, so that it can ask the
sandbox too; reconcile, backfill and verify take the same two settings:
  ${portSetting(webhookUrl)}${asked} STRIPE_WEBHOOK_SECRET=${secret} npm start

${WEBHOOK_URL ? `Webhooks go to ${WEBHOOK_URL}.` : 'No WEBHOOK_URL: the first two commands say where webhooks go.'} Try, in this order, with the ids that come back:
${WEBHOOK_URL ? '' : endpoints}\
  curl ${url}/v1/products -u ${apiKey}: -d name=Pro -d 'metadata[plan]=pro' -d 'metadata[features]=sso, audit'
  curl ${url}/v1/prices -u ${apiKey}: -d product=prod_… -d currency=usd -d unit_amount=1900 -d 'recurring[interval]=month'
  curl ${url}/v1/customers -u ${apiKey}: -d email=jenny@example.com -d 'metadata[tenant_id]=tenant_1' -d payment_method=pm_card_visa
  curl ${url}/v1/subscriptions -u ${apiKey}: -d customer=cus_… -d 'items[0][price]=price_…'
  curl ${url}/_sandbox/deliveries
Make it hostile (docs/sandbox.md): webhooks get lost, come twice and late, and the next call fails although it is done.
  curl ${url}/_sandbox/deliveries -d dropProbability=0.3 -d duplicateProbability=0.3
  curl ${url}/_sandbox/faults -d fault=error -d done=true -d path=/v1/customers

Ctrl-C stops it, and it forgets everything: a backend that has its objects would find them all gone from the next one.
Give that one another DATA_DIR, or remove .data.`;
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
