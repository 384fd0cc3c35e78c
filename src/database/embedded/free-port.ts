import { createServer } from 'node:net';
import { ConfigurationError } from '../../config/configuration.error.js';

/**
 * A TCP port of 127.0.0.1 that was free a moment ago; another program may take it before its user does.
 *
 * @param wanted is it, if it is free.
 */
export async function freePort(wanted = 0): Promise<number> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject).listen(wanted, '127.0.0.1', resolve);
    });
  } catch (error) {
    if (wanted === 0) throw error;
    return freePort();
  }
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address !== null && typeof address !== 'string') return address.port;
  throw new ConfigurationError('No TCP port is free on 127.0.0.1.');
}
