import { loadEnv } from '../config/env.js';
import { readEnvelope } from './received-event.js';
import { RecentEvents } from './recent-events.js';

const MB = 1_048_576;

function received(id: string, size = 0) {
  const data = { object: { id: 'cus_1', description: 'x'.repeat(size) } };
  const event = readEnvelope(Buffer.from(JSON.stringify({ id, type: 'customer.updated', created: 5, data })));
  if (!event) throw new TypeError('no event');
  return event;
}

const withRoom = () => new RecentEvents(loadEnv({}));

describe('RecentEvents', () => {
  it('hands an event out once, as it was parsed', () => {
    const recent = withRoom();
    const event = received('evt_1');
    recent.keep(event);
    expect(recent.take('evt_1')).toBe(event.parsed);
    expect(recent.take('evt_1')).toBeUndefined();
  });

  it('keeps the first ones parsed and the others as they came, and none when there is no room for it', () => {
    const recent = withRoom();
    const all = Array.from({ length: 60 }, (_, i) => received(`evt_${i}`, MB));
    for (const event of all) recent.keep(event);
    expect(recent.take('evt_0')).toBe(all[0]?.parsed);
    expect(recent.take('evt_20')).toBe(all[20]?.body);
    expect(recent.take('evt_59')).toBeUndefined();
  });

  it('has room again, of both kinds, for what is taken', () => {
    const recent = withRoom();
    for (let i = 0; i < 60; i += 1) recent.keep(received(`evt_${i}`, MB));
    for (let i = 0; i < 60; i += 1) recent.take(`evt_${i}`);
    const all = Array.from({ length: 30 }, (_, i) => received(`evt_again_${i}`, MB));
    for (const event of all) recent.keep(event);
    expect(recent.take('evt_again_0')).toBe(all[0]?.parsed);
    expect(recent.take('evt_again_29')).toBe(all[29]?.body);
  });

  it('lets go of what another process has settled, after a minute', () => {
    const recent = withRoom();
    recent.keep(received('evt_old'), 1_000);
    recent.keep(received('evt_young'), 30_000);
    recent.keep(received('evt_new'), 61_000);
    expect(recent.take('evt_old', 61_000)).toBeUndefined();
    expect(recent.take('evt_young', 61_000)).toBeDefined();
    expect(recent.take('evt_new', 121_000)).toBeUndefined();
  });

  it('keeps nothing where nobody works events off', () => {
    const env = { ROLE: 'api', REDIS_URL: 'redis://localhost', DATABASE_URL: 'postgres://localhost/x' };
    const recent = new RecentEvents(loadEnv(env));
    recent.keep(received('evt_1'));
    expect(recent.take('evt_1')).toBeUndefined();
  });
});
