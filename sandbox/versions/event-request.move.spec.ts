import { Engine } from '../engine/engine.js';
import { first } from '../test/first.js';
import { eventRequest } from './event-request.move.js';

it.each(['req_1', null])('event-request: of the request %p only the id was told', (id) => {
  const engine = new Engine();
  engine.record.during({ id, idempotency_key: 'key_1' }, () => engine.products.create({ name: 'Gold' }));
  const event = first(engine.events);
  const older = eventRequest.downgrade(event);
  expect(older).toEqual({ ...event, request: id });
  expect(eventRequest.downgrade(older)).toEqual(older);
});
