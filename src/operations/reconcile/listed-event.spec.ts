import { listedEvent } from './listed-event.js';

const event = {
  id: 'evt_1',
  object: 'event',
  type: 'invoice.paid',
  api_version: '2022-08-01',
  created: 1_700_000_000,
  data: { object: { id: 'in_1', object: 'invoice', note: 'ü\u0000' } },
  livemode: false,
  pending_webhooks: 2,
};

describe('listedEvent', () => {
  it("has the envelope, the version and the object of a webhook's", () => {
    const listed = listedEvent(event, '');
    expect(listed?.received).toMatchObject({ id: 'evt_1', account: '', apiVersion: '2022-08-01', objectKey: 'in_1' });
    expect(listed?.pendingWebhooks).toBe(2);
    expect(JSON.parse(listed?.received.body.toString('utf8') ?? '')).toEqual(event);
  });

  it('names the connected account whose list it stands in, also where Stripe does not', () => {
    for (const stripes of [event, { ...event, account: 'acct_1' }]) {
      const received = listedEvent(stripes, 'acct_1')?.received;
      expect(received?.account).toBe('acct_1');
      expect(JSON.parse(received?.body.toString('utf8') ?? '')).toEqual({ ...event, account: 'acct_1' });
    }
  });

  it.each([
    ['no event', { object: 'list' }],
    ['without an id', { ...event, id: null }],
    ['of an account that cannot be', { ...event, account: 'x' }],
  ])('is null for %s', (_, object) => expect(listedEvent(object, '')).toBeNull());

  it('does not trust the count of deliveries', () => {
    expect(listedEvent({ ...event, pending_webhooks: 'many' }, '')?.pendingWebhooks).toBeNull();
  });
});
