import { Outage } from './outage.js';

const AWAY = new Error('away');
const REFUSED = new Error('refused');
const REFUSED_AT_ONCE = { code: 'notification_undelivered', detail: expect.stringContaining('a moment ago') as string };

let clock = 0;
const outage = () =>
  new Outage(
    (error) => error === AWAY,
    () => clock,
  );
const failing = (reason: Error) => async (): Promise<string> => {
  throw reason;
};
const works = () => Promise.resolve('sent');

it('lets nothing through for five seconds after the server was away, then one, then all', async () => {
  const guard = outage();
  await expect(guard.guard(failing(AWAY))).rejects.toBe(AWAY);
  clock += 4_999;
  await expect(guard.guard(works)).rejects.toMatchObject(REFUSED_AT_ONCE);
  clock += 1;
  let release: (value: string) => void = () => {};
  const probe = guard.guard(() => new Promise<string>((resolve) => (release = resolve)));
  await expect(guard.guard(works)).rejects.toMatchObject(REFUSED_AT_ONCE);
  release('sent');
  await expect(probe).resolves.toBe('sent');
  await expect(Promise.all([guard.guard(works), guard.guard(works)])).resolves.toEqual(['sent', 'sent']);
});

it('is prolonged by a probe that fails', async () => {
  const guard = outage();
  await expect(guard.guard(failing(AWAY))).rejects.toBe(AWAY);
  clock += 5_000;
  await expect(guard.guard(failing(AWAY))).rejects.toBe(AWAY);
  clock += 4_999;
  await expect(guard.guard(works)).rejects.toMatchObject(REFUSED_AT_ONCE);
});

it('has nothing against a server that refuses one message', async () => {
  const guard = outage();
  await expect(guard.guard(failing(REFUSED))).rejects.toBe(REFUSED);
  await expect(guard.guard(works)).resolves.toBe('sent');
});
