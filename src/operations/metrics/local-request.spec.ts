import { IncomingMessage, type IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { isLocal } from './local-request.js';

function request(peer: string | undefined, headers: IncomingHttpHeaders): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const message = new IncomingMessage(socket);
  message.headers = headers;
  return message;
}

describe('isLocal', () => {
  it.each([
    ['127.0.0.1', 'localhost:3000'],
    ['127.8.9.10', '127.0.0.1'],
    ['::1', '[::1]:3000'],
    ['::ffff:127.0.0.1', 'LOCALHOST'],
  ])('%s that asks for %s is on this machine', (peer, host) => {
    expect(isLocal(request(peer, { host }))).toBe(true);
  });

  it.each([
    ['another machine', '10.0.0.5', { host: 'localhost:3000' }],
    ['another machine, mapped', '::ffff:10.0.0.5', { host: 'localhost:3000' }],
    ['a peer that is gone', undefined, { host: 'localhost:3000' }],
    ['an address that begins alike', '127.0.0.1.evil.example', { host: 'localhost' }],
    ['a browser that was led here by a name', '127.0.0.1', { host: 'rebound.example' }],
    ['a name that begins alike', '127.0.0.1', { host: 'localhost.example' }],
    ['no name', '127.0.0.1', {}],
    ['a proxy on this machine', '127.0.0.1', { host: 'localhost', 'x-forwarded-for': '203.0.113.9' }],
    ['a proxy that says nothing of whom', '127.0.0.1', { host: 'localhost', 'x-forwarded-for': '' }],
    ['a proxy by the standard', '127.0.0.1', { host: 'localhost', forwarded: 'for=203.0.113.9' }],
    ['nginx', '::1', { host: 'localhost', 'x-real-ip': '203.0.113.9' }],
    ['a proxy that tells of the scheme', '::1', { host: 'localhost', 'x-forwarded-proto': 'https' }],
    ['Varnish', '::1', { host: 'localhost', via: '1.1 varnish' }],
  ])('%s is not', (_, peer, headers) => {
    expect(isLocal(request(peer, headers))).toBe(false);
  });
});
