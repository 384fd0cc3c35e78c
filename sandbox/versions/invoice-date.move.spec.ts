import { invoiceDate } from './invoice-date.move.js';

it('invoice-date: the times had names of their own too', () => {
  const open = { id: 'in_1', created: 100, status_transitions: { finalized_at: 200 } };
  expect(invoiceDate.downgrade(open, {})).toEqual({ ...open, date: 100, finalized_at: 200 });
  const draft = { id: 'in_2', created: 100, status_transitions: { finalized_at: null } };
  expect(invoiceDate.downgrade(draft, {})).toEqual({ ...draft, date: 100, finalized_at: null });
});
