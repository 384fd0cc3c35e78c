import type { SketchedRow } from '../../../database/sketch.js';
import { changesOf, MOST_CHANGES, shownChanges } from './changes-of.js';

const row = (fields: SketchedRow['fields'], owned: SketchedRow['owned'] = []): SketchedRow => ({
  table: 'invoices',
  object: { account: '', id: 'in_1' },
  fields,
  volatile: ['hosted_invoice_url'],
  owned,
});
const line = (id: string, quantity: number) => ({ table: 'invoice_lines', id, fields: { quantity } });
const of = (field: string, before: unknown, after: unknown) => ({
  table: 'invoices',
  id: 'in_1',
  field,
  before,
  after,
});

it('what is equal is no change, null and absent alike', () => {
  expect(
    changesOf(row({ status: 'open', a: null, list: [{ b: 1 }] }), row({ status: 'open', list: [{ b: 1 }] })),
  ).toEqual([]);
});

it('of a first state everything that it has', () => {
  expect(changesOf(null, row({ status: 'open', none: null }))).toEqual([of('status', null, 'open')]);
});

it('of a deletion that there is nothing left', () => {
  expect(changesOf(row({ status: 'open' }), row(null))).toEqual([
    of('deleted', null, true),
    of('status', 'open', null),
  ]);
});

it('a link that is made anew is none; that there is one at all is', () => {
  const [link, anew] = [row({ hosted_invoice_url: 'https://a' }), row({ hosted_invoice_url: 'https://b' })];
  expect(changesOf(link, anew)).toEqual([]);
  expect(changesOf(row({}), anew)).toEqual([of('hosted_invoice_url', null, 'https://b')]);
});

it('rows that it owns come, go and change', () => {
  const before = row({}, [line('il_1', 1), line('il_2', 2)]);
  const after = row({}, [line('il_2', 3), line('il_3', 4)]);
  expect(changesOf(before, after).map(({ id, before: was, after: is }) => [id, was, is])).toEqual([
    ['il_1', 1, null],
    ['il_2', 2, 3],
    ['il_3', null, 4],
  ]);
});

it('what is personal is hidden, and there are bounds', () => {
  const email = of('email', 'a@example.com', null);
  expect(shownChanges([email, of('status', 'open', 'paid')])).toEqual([
    of('email', '•••', null),
    of('status', 'open', 'paid'),
  ]);
  expect(shownChanges(Array.from({ length: MOST_CHANGES + 1 }, () => email))).toHaveLength(MOST_CHANGES);
});
