import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnv } from '../config/env.js';
import { NOTIFICATION_TYPES } from './notification.js';
import { TemplateStore } from './template.store.js';
import { ALL_VALUES, NO_VALUES } from './template-values.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'templates-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function storeWith(files: Readonly<Record<string, string>>): Promise<TemplateStore> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const store = new TemplateStore(loadEnv({ NOTIFICATION_TEMPLATES_DIR: directory }));
  await store.onModuleInit();
  return store;
}

it.each(NOTIFICATION_TYPES)('%s has words, with all values and with none', async (type) => {
  const store = await storeWith({});
  const full = store.render(type, { ...ALL_VALUES, inquiry: false });
  const empty = store.render(type, { ...NO_VALUES, object: 'in_1' });
  for (const { subject, text, html } of [full, empty]) {
    expect(subject).toMatch(/^[A-Z].{10,120}$/);
    expect(text.length).toBeGreaterThan(60);
    expect(html).toMatch(/^<!doctype html>[^]*<\/html>\s*$/);
    expect(`${subject}${text}${html}`).not.toMatch(/undefined|null|\{\{|\[object/);
    expect(text).not.toMatch(/\n{3}|[ \t]\n/);
  }
  const isForCustomer = /^(invoice|customer)\./.test(type);
  const named: Readonly<Record<string, string>> = { tenant: 'sub_1, sub_2', alert: 'CountinghouseDeadEvents' };
  const told = named[type.split('.')[0] ?? ''] ?? 'ch_1';
  expect(full.text).toContain(isForCustomer ? 'Jenny Rosen' : told);
});

it('escapes in HTML only, and keeps a subject in one line', async () => {
  const store = await storeWith({});
  const customer_name = `<b>Tom & "Jerry"</b>`;
  const { text, html } = store.render('invoice.payment_failed', { ...NO_VALUES, customer_name });
  expect(text).toContain(`Hello ${customer_name},`);
  expect(html).toContain('Hello &lt;b&gt;Tom &amp; &quot;Jerry&quot;&lt;/b&gt;,');
  const theirs = await storeWith({ 'review.opened.subject': 'Look\n\nat {{object}}\r\nBcc: x@example.com\n' });
  expect(theirs.render('review.opened', ALL_VALUES).subject).toBe('Look at in_1 Bcc: x@example.com');
});

it('takes the adopter’s file, and ours for the rest', async () => {
  const store = await storeWith({ 'review.opened.txt': 'Ours: {{amount}}', 'README.md': 'no template' });
  const { text, subject } = store.render('review.opened', ALL_VALUES);
  expect({ text, subject }).toEqual({
    text: 'Ours: $19.00',
    subject: 'A payment of $19.00 to acct_1 waits for your review',
  });
});

it.each([
  ['does not parse', 'review.opened.txt', '{{#if amount}}', /review\.opened\.txt is broken: Parse error/],
  ['names what there is not', 'review.opened.html', '{{amuont}}', /review\.opened\.html is broken: .*amuont/],
  ['only sometimes names it', 'review.opened.html', '{{#unless amount}}{{x}}{{/unless}}', /html is broken: .*"x"/],
  ['has a name that no message has', 'review.opend.txt', 'x', /No message uses the template .*review\.opend\.txt/],
])('stops the start when a template %s', async (_, name, text, message) => {
  await expect(storeWith({ [name]: text })).rejects.toThrow(message);
});

it('stops the start when there is no such directory', async () => {
  const store = new TemplateStore(loadEnv({ NOTIFICATION_TEMPLATES_DIR: join(directory, 'none') }));
  await expect(store.onModuleInit()).rejects.toThrow('NOTIFICATION_TEMPLATES_DIR');
});
