import type { NextFunction, Request, Response, Router } from 'express';
import type { ApiContext } from './api-context.js';

/** Requests with `Stripe-Account` act on that connected account's own data: each account has the same routes over its own engine. */
export function accountRouter(api: ApiContext, build: (api: ApiContext) => Router) {
  const own = build(api);
  const connected = new Map<string, Router>();

  return (request: Request, response: Response, next: NextFunction): void => {
    const account = request.get('Stripe-Account');
    if (!account || account === api.engine.accountId) {
      delete request.headers['stripe-account'];
      void own(request, response, next);
      return;
    }
    const engine = api.engine.accounts.get(account);
    const router = connected.get(account) ?? build({ ...api, engine });
    connected.set(account, router);
    void router(request, response, next);
  };
}
