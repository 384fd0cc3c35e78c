import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NotFoundError } from '../../../common/request.errors.js';
import { text } from '../../../common/schemas.js';
import { customerQuery } from '../../customer-view/customer-view.requests.js';
import type { CustomerPage } from '../../customer-view/page/customer-page.answers.js';
import { CustomerPages } from '../../customer-view/page/customer-pages.js';
import { CustomerSearch } from '../../customer-view/search/customer-search.js';
import { asked } from '../events/asked.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { withoutStripe } from '../with-backend.js';
import { whyLines } from './why-lines.js';
import type { WhyOptions } from './why.command.js';

/** Customers that are told of: a tenant has one, as a rule. */
const MOST = 10;

/** Those that are meant. One of which only events tell, that are in no row yet, is found by its id alone. */
async function meant(app: INestApplicationContext, sought: string, account: string | undefined) {
  const email = sought.includes('@') ? sought : undefined;
  const { data, nextCursor } = await app.get(CustomerSearch).find({ any: sought, email }, account, { limit: MOST });
  const keys = data.map(({ id, account: theirs }) => ({ account: theirs ?? '', id }));
  return { keys: keys.length > 0 ? keys : [{ account: account ?? '', id: sought }], more: nextCursor !== null };
}

function noneIfNotFound(error: unknown): null {
  if (error instanceof NotFoundError) return null;
  throw error;
}

export function why(
  customer: string,
  { account, json, ...options }: WhyOptions,
  { print, say }: Terminal,
): Promise<ExitCode> {
  const sought = asked(text(500), customer.trim());
  const { feature = null } = asked(customerQuery, options);
  return withoutStripe(async (app) => {
    const { keys, more } = await meant(app, sought, account);
    const pages: CustomerPage[] = [];
    for (const key of keys) {
      const page = await app.get(CustomerPages).of(key, feature).catch(noneIfNotFound);
      if (page) pages.push(page);
    }
    if (pages.length === 0) {
      say('There is no such customer.');
      if (account === undefined) say('One of a connected account, of whom only events tell, is found with --account.');
      return EXIT.takenOrAbsent;
    }
    if (json) print(JSON.stringify({ data: pages, more }));
    else print(pages.map((page) => whyLines(page).join('\n')).join('\n\n'));
    if (more) say(`There are more than ${MOST}: name one by its id.`);
    return EXIT.ok;
  });
}
