import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { Connection } from '../bench/load/connection.js';

const REQUEST = Buffer.from('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n');

let server: Server;
let connections = 0;

beforeAll(async () => {
  server = createServer((_request, response) => response.writeHead(200, { 'Content-Length': '2' }).end('ok'));
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

it('is kept while it is used, and opened anew after the server has closed it for being idle', async () => {
  const address = server.address();
  const connection = new Connection(typeof address === 'object' ? (address?.port ?? 0) : 0);
  expect([await connection.exchange(REQUEST), await connection.exchange(REQUEST), connections]).toEqual([200, 200, 1]);
  server.closeIdleConnections(); // as it does when their time is over
  await delay(500);
  await setImmediate(); // what has come meanwhile has been read
  expect([await connection.exchange(REQUEST), connections]).toEqual([200, 2]);
  connection.end();
});
