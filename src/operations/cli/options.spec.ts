import { Command } from 'commander';
import { backfillCommand } from './backfill/backfill.command.js';
import { countinghouse } from './countinghouse.js';
import { keysCommand } from './keys/keys.command.js';
import { verifyCommand } from './verify/verify.command.js';

/** What a command line asks for, without anything being carried out. */
async function asked(define: typeof keysCommand, args: readonly string[]): Promise<unknown> {
  let leaf: Command | undefined;
  const program = new Command().exitOverride().hook('preAction', (_, action) => void (leaf = action));
  define(program, () => Promise.resolve());
  await program.parseAsync([...args], { from: 'user' });
  return leaf?.opts();
}

const everything = { type: [], account: [], connected: false, restart: false, json: false };

it.each([
  [[], everything],
  [['--restart'], { ...everything, restart: true }],
  [['--type', 'customer', '--type=checkout.session'], { ...everything, type: ['customer', 'checkout.session'] }],
  [['--account', 'acct_1', '--account', 'acct_2'], { ...everything, account: ['acct_1', 'acct_2'] }],
  [['--connected', '--json'], { ...everything, connected: true, json: true }],
])('backfill %j', async (args, expected) => {
  expect(await asked(backfillCommand, ['backfill', ...args])).toEqual(expected);
});

const all = { type: [], account: '', sample: null, repair: false, repairDeleted: false, json: false };

it.each([
  [[], all],
  [['--repair'], { ...all, repair: true }],
  [['--repair-deleted'], { ...all, repairDeleted: true }],
  [['--sample', '20'], { ...all, sample: 20 }],
  [['--type', 'customer', '--type=price'], { ...all, type: ['customer', 'price'] }],
  [['--account', 'acct_1'], { ...all, account: 'acct_1' }],
])('verify %j', async (args, expected) => {
  expect(await asked(verifyCommand, ['verify', ...args])).toEqual(expected);
});

const create = ['create', '--name', 'x', '--scope', 'billing'];
const made = { name: 'x', scope: ['billing'], tenant: null, account: '', expires: null, json: false };

it.each([
  [create, made],
  [[...create, '--scope=refunds', '--scope', 'billing'], { ...made, scope: ['billing', 'refunds'] }],
  [[...create, '--tenant', 't_1', '--account=acct_1'], { ...made, tenant: 't_1', account: 'acct_1' }],
  [
    [...create, '--scope', 'operations', '--account', 'acct_1'],
    { ...made, scope: ['billing', 'operations'], account: 'acct_1' },
  ],
  [[...create, '--expires', '9999-01-31'], { ...made, expires: new Date('9999-01-31') }],
  [['list', '--json'], { json: true }],
  [['revoke', 'key_0a'], { json: false }],
])('keys %j', async (args, expected) => {
  expect(await asked(keysCommand, ['keys', ...args])).toEqual(expected);
});

it.each([
  [['backfill', 'customer'], /too many arguments/],
  [['backfill', '--type', 'customers'], /--type.*customers.*Types: customer, payment_method/s],
  [['backfill', '--type'], /--type.*argument missing/],
  [['backfill', '--account', 'cus_1'], /account's id/],
  [['backfill', '--account', 'acct_1,acct_2'], /account's id/],
  [['backfill', '--connected=no'], /--connected=no/],
  [['backfill', '--force'], /--force/],
  [['verify', 'customer'], /too many arguments/],
  [['verify', '--type', 'customers'], /--type.*Types: charge/s],
  [['verify', '--sample', '0'], /--sample.*1 to 999999/s],
  [['verify', '--sample', '-1'], /--sample/],
  [['verify', '--sample', 'many'], /--sample/],
  [['verify', '--sample', '5', '--account', 'acct_1'], /--sample <rows>' cannot be used with option '--account/],
  [['verify', '--account', 'cus_1'], /account's id/],
  [['keys'], /Usage: countinghouse keys/],
  [['keys', 'make'], /unknown command 'make'/],
  [['keys', 'create'], /--name <name>' not specified/],
  [['keys', 'create', '--name', 'x'], /--scope <scope>' not specified/],
  [['keys', 'create', '--name', ' ', '--scope', 'billing'], /--name.*up to 100/s],
  [['keys', 'create', '--name', 'a\nb', '--scope', 'billing'], /--name/],
  [['keys', 'create', '--name', 'x'.repeat(101), '--scope', 'billing'], /--name/],
  [['keys', 'create', '--name', 'x', '--scope', 'all'], /all is none of billing/],
  [['keys', ...create, '--scopes', 'billing'], /unknown option '--scopes'/],
  [['keys', ...create, '--scope', 'Billing'], /Billing is none of/],
  [['keys', ...create, '--tenant', ''], /--tenant/],
  [['keys', ...create, '--account', 'cus_1'], /--account/],
  [['keys', ...create, '--scope', 'reports', '--tenant', 't_1'], /--tenant: not with/],
  [['keys', ...create, '--scope', 'operations', '--tenant', 't_1'], /--tenant: not with/],
  [['keys', ...create, '--scope', 'payloads', '--tenant', 't_1'], /--tenant: not with/],
  [['keys', ...create, '--expires', 'tomorrow'], /--expires.*to come/s],
  [['keys', ...create, 'more'], /too many arguments/],
  [['keys', 'list', '--all'], /--all/],
  [['keys', 'revoke'], /missing required argument 'key'/],
  [['keys', 'revoke', 'x'], /Name one key/],
  [['keys', 'revoke', 'key_0a', 'key_0b'], /too many arguments/],
  [['tenants', 'assign', 'cus_1', 't_1'], /--reason <text>' not specified/],
  [['tenants', 'assign', 'cus_1', 't_1', '--reason', ' '], /Say why/],
  [['tenants', 'list', '--limit', '1001'], /1 to 1000/],
  [['outbox', 'list', '--status', 'sent'], /--status.*dead, pending/s],
  [['outbox', 'list', '--limit', '0'], /1 to 1000/],
  [['outbox', 'retry', '7'], /--reason <text>' not specified/],
  [['outbox', 'retry', '--reason', 'x'], /--status: which ones\?/],
  [['outbox', 'retry', '--topic', 'a', '--reason', 'x'], /--status: which ones\?/],
  [['outbox', 'retry', '7', '--status', 'dead', '--reason', 'x'], /Either ids, or --status/],
  [['outbox', 'retry', '7', '--topic', 'a', '--reason', 'x'], /Either ids, or --status/],
  [['outbox', 'retry', "1' OR true", '--reason', 'x'], /no entry's id/],
  [['outbox', 'retry', '9223372036854775808', '--reason', 'x'], /no entry's id/],
  [['endpoint', 'create', '--url', 'ftp://x'], /http/],
  [['endpoint', 'update', 'cus_1'], /we_/],
  [['--env-file', '/nowhere/.env', 'stats'], /--env-file \/nowhere\/\.env: it cannot be read/],
  [['dokter'], /unknown command 'dokter'.*Did you mean doctor\?/s],
  [[], /Usage: countinghouse/],
])('cannot be meant, and says why: %j', async (args, reason) => {
  const said: string[] = [];
  const printed: string[] = [];
  const stop = new AbortController().signal;
  const terminal = {
    print: (text: string) => printed.push(text),
    say: (text: string) => said.push(text),
    screen: null,
    stop,
  };
  expect(await countinghouse(args, terminal)).toBe(1);
  expect(said.join('\n')).toMatch(reason);
  expect(printed).toEqual([]);
});
