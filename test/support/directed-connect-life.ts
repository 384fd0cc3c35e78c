import type { Engine } from '../../sandbox/engine/engine.js';

/** A connected account from its first day to its owner's return: each kind of step at least once. */
export function directedConnectLife(platform: Engine): void {
  const { id } = platform.accounts.create({
    type: 'standard',
    capabilities: { card_payments: { requested: false }, transfers: { requested: true } },
    metadata: { user_id: 'user_connected' },
  });
  const { persons, profile } = platform.accounts.get(id);
  const pause = () => platform.advance(60);
  pause();
  profile.update({
    business_type: 'company',
    external_account: 'btok_us',
    metadata: { tenant_id: 'tenant_connected' },
  });
  pause();
  const relationship = { owner: true, percent_ownership: 40.5, representative: true, title: 'CEO' };
  const first = persons.create({ first_name: 'Ann', relationship });
  const second = persons.create({ first_name: 'Ben', last_name: 'Example', relationship: { director: true } });
  pause();
  persons.update(first.id, { last_name: 'Example', relationship: { executive: true } });
  pause();
  profile.update({
    business_profile: { product_description: 'Lamps', support_phone: '+15550100', url: 'https://lamps.example' },
    tos_acceptance: { date: platform.clock.now(), ip: '127.0.0.1' },
  });
  pause();
  profile.request('card_payments');
  pause();
  profile.updateBank(profile.get().external_accounts.data[0]?.id ?? '', { book: '7' });
  pause();
  profile.update({ external_account: { account_number: '000222222227' } });
  persons.delete(second.id);
  pause();
  platform.accounts.deauthorize(id);
  pause();
  platform.accounts.authorize(id);
  pause();
}
