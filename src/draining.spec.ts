import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { letGo } from './draining.js';

it('lets go of connections in use: of a request under way, and of one that comes after', async () => {
  const server = createServer((_request, response) => void setTimeout(() => response.end('done'), 200));
  server.keepAliveTimeout = 75_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const get = async (): Promise<IncomingMessage> => {
    const [response] = (await once(request({ port, agent }).end(), 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return response;
  };
  const underWay = get();
  await once(server, 'request');
  letGo(server);
  const next = get();
  await once(server, 'request');
  const closed = once(server, 'close');
  server.close();
  expect((await underWay).statusCode).toBe(200);
  expect((await next).headers.connection).toBe('close');
  await closed; // else the test's own limit ends it, as 75 s are longer
  agent.destroy();
}, 40_000);
