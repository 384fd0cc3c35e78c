import { eventBefore, type Ordered } from './event-before.js';

let received = 0;
const event = (
  id: string,
  created: number,
  status: string,
  { previous = null, type = 'x.updated' }: Partial<Pick<Ordered, 'previous' | 'type'>> = {},
): Ordered => ({
  id,
  type,
  created,
  object: { id: 'x_1', status },
  previous,
  row: { status },
  logId: String((received += 1)),
});

const a = event('evt_a', 1, 'a', { type: 'x.created' });
const b = event('evt_b', 2, 'b', { previous: { status: 'a' } });
const c = event('evt_c', 2, 'c', { previous: { status: 'b' } });
const twin = event('evt_d', 2, 'c', { type: 'x.paid', previous: { status: 'b' } });

it.each<[string, Ordered, readonly Ordered[], string | undefined]>([
  ['the nearest second before', b, [a, c], 'evt_a'],
  ['the one before it in its own second', c, [a, b], 'evt_b'],
  ['whatever the order in which they are given', c, [b, a], 'evt_b'],
  ['the same state that was received before', twin, [a, b, c], 'evt_c'],
  ['not the same state that was received later', c, [a, b, twin], 'evt_b'],
  ['none of a first one', a, [b, c], undefined],
])('%s', (_, one, others, before) => {
  expect(eventBefore(one, others)?.id).toBe(before);
});
