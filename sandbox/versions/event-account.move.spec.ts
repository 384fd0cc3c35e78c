import { Engine } from '../engine/engine.js';
import { first } from '../test/first.js';
import { eventAccount } from './event-account.move.js';

it('event-account: the connected account was a user', () => {
  const engine = new Engine();
  engine.products.create({ name: 'Gold' });
  const event = first(engine.events);
  expect(eventAccount.downgrade({ ...event, account: 'acct_1' })).toEqual({ ...event, user_id: 'acct_1' });
  expect(eventAccount.downgrade(event)).toEqual(event);
});
