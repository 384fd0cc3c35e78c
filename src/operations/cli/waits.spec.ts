import { StripeUnavailableError } from '../../common/errors.js';
import { patiently } from '../../stripe/patiently.js';
import { whileWaiting } from './waits.js';

it('says that Stripe is waited for, once for all requests that wait together', async () => {
  const said: string[] = [];
  const stop = new AbortController().signal;
  const terminal = { print: () => undefined, say: (text: string) => said.push(text), screen: null, stop };
  let asked = 0;
  const request = async (): Promise<string> => {
    asked += 1;
    if (asked <= 3) throw new StripeUnavailableError('no answer');
    return Promise.resolve('an answer');
  };
  const all = () => Promise.all([1, 2, 3].map(() => patiently(stop, request)));
  expect(await whileWaiting(terminal, all)).toEqual(['an answer', 'an answer', 'an answer']);
  expect(said).toEqual(['Stripe does not answer (no answer): asked again in 1 s']);
});
