/** Loaded into each process before its own code: lets the suite set its clock, as an operator or a broken NTP does. */
import { setAhead } from './shifted-date.js';

process.on('message', (message: unknown) => {
  if (typeof message === 'object' && message !== null && 'ahead' in message) setAhead(Number(message.ahead));
});
process.channel?.unref();
