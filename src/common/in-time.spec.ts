import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { inTime } from './in-time.js';

it('ends what takes too long, and names it', async () => {
  await expect(inTime(new Promise(() => undefined), 5, 'the call')).rejects.toThrow(
    /^the call took longer than \d+ ms$/,
  );
});

it('hears what has arrived while the whole process stood still', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = once(server, 'connection') as Promise<[Socket]>;
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(caller, 'connect');
  const [other] = await asked;
  const answer = once(caller, 'data');
  other.end('pong');
  const heard = inTime(answer, 20, 'the answer');
  for (const end = performance.now() + 60; performance.now() < end;); // the answer is here, and its time is over
  expect(String(await heard)).toBe('pong');
  caller.destroy();
  server.close();
});
