import { element } from './dom.js';
import { day, money, words } from './format.js';

/** @typedef {import('../../client/index.js').Answer<'listInvoices'>['data'][number]} Invoice */

/** @param {Invoice} invoice */
function row({ createdAt, number, status, total }) {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, number ?? 'No number'),
    element('td', {}, element('time', { datetime: createdAt }, day(createdAt, 'medium'))),
    element('td', {}, words(status ?? '')),
    element('td', { class: 'amount' }, total ? money(total.amount, total.currency) : ''),
  );
}

/** The newest first. @param {readonly Invoice[]} list */
export function invoices(list) {
  const head = ['Number', 'Date', 'Status', 'Amount'].map((name) =>
    element('th', { scope: 'col', class: name === 'Amount' ? 'amount' : '' }, name),
  );
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...list.map(row)),
  );
  return element(
    'section',
    { class: 'card', 'aria-labelledby': 'invoices-title' },
    element('h2', { id: 'invoices-title' }, 'Invoices'),
    list.length > 0 ? table : element('p', { class: 'soft' }, 'There is none yet.'),
  );
}
