import type { AccountLinkCreate } from '../engine/account-links.js';
import type { Engine } from '../engine/engine.js';
import type { MetadataParam } from '../engine/metadata.js';
import { CAPABILITIES } from '../objects/account.js';
import { deletedAnswer, retrieveOrDeleted } from './catalog.routes.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

/** The account itself, the accounts connected to it, and the links that lead their owners to the onboarding page. */
export function accountRoutes(routes: Routes): void {
  const own = routes.api.engine;
  const { accountLinks, accounts, loginLinks, profile } = own;
  /** @throws StripeApiError 403 for an account that is neither this one nor connected */
  const engineOf = (id: string): Engine => (id === own.accountId ? own : accounts.get(id));

  routes.get('/v1/account', () => profile.get());
  routes.list('/v1/accounts', () => accounts.all().map((engine) => engine.profile.get()));
  routes.post('/v1/accounts', ({ params }) => accounts.create(params));
  routes.get('/v1/accounts/:id', ({ id }) => engineOf(id).profile.get());
  routes.post('/v1/accounts/:id', ({ id, params }) => engineOf(id).profile.update(params));
  routes.delete('/v1/accounts/:id', ({ id }) => {
    accounts.remove(id);
    return deletedAnswer(id, 'account');
  });

  routes.list('/v1/accounts/:id/external_accounts', ({ id }) => engineOf(id).store.bankAccounts.values());
  routes.post('/v1/accounts/:id/external_accounts', ({ id, params }) => {
    const { external_account } = requireParams<{ external_account: string }>(params, 'external_account');
    return engineOf(id).profile.update({ external_account }).external_accounts.data[0];
  });
  routes.get('/v1/accounts/:owner/external_accounts/:id', ({ id, owner }) =>
    retrieveOrDeleted(engineOf(owner).store.bankAccounts, id),
  );
  routes.post('/v1/accounts/:owner/external_accounts/:id', ({ id, owner, params }) => {
    const { metadata }: { metadata?: MetadataParam } = params;
    return engineOf(owner).profile.updateBank(id, metadata);
  });

  routes.list('/v1/accounts/:id/persons', ({ id }) => engineOf(id).store.persons.values());
  routes.post('/v1/accounts/:id/persons', ({ id, params }) => engineOf(id).persons.create(params));
  routes.get('/v1/accounts/:owner/persons/:id', ({ id, owner }) =>
    retrieveOrDeleted(engineOf(owner).store.persons, id),
  );
  routes.post('/v1/accounts/:owner/persons/:id', ({ id, owner, params }) => engineOf(owner).persons.update(id, params));
  routes.delete('/v1/accounts/:owner/persons/:id', ({ id, owner }) => {
    engineOf(owner).persons.delete(id);
    return deletedAnswer(id, 'person');
  });

  routes.list('/v1/accounts/:id/capabilities', ({ id }) => engineOf(id).store.capabilities.values());
  for (const name of CAPABILITIES) {
    routes.get(`/v1/accounts/:id/capabilities/${name}`, ({ id }) => engineOf(id).store.capabilities.get(name));
    routes.post(`/v1/accounts/:id/capabilities/${name}`, ({ id, params: { requested } }) => {
      const { profile: account, store } = engineOf(id);
      if (requested === true) account.request(name);
      return store.capabilities.get(name);
    });
  }

  routes.post('/v1/accounts/:id/login_links', ({ id }) => loginLinks.create(id));
  routes.post('/v1/account_links', ({ params }) =>
    accountLinks.create(requireParams<AccountLinkCreate>(params, 'account', 'type', 'refresh_url', 'return_url')),
  );
}
