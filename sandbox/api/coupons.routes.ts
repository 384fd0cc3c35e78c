import { sameCode } from '../engine/promotion-codes.js';
import { deletedAnswer, retrieveOrDeleted } from './catalog.routes.js';
import { withPromotion } from './older-params.js';
import type { Routes } from './routes.js';

export function couponRoutes(routes: Routes): void {
  const { coupons, promotionCodes, store } = routes.api.engine;

  routes.list('/v1/coupons', () => store.coupons.values());
  routes.post('/v1/coupons', ({ params }) => coupons.create(params));
  routes.get('/v1/coupons/:id', ({ id }) => retrieveOrDeleted(store.coupons, id));
  routes.post('/v1/coupons/:id', ({ id, params }) => coupons.update(id, params));
  routes.delete('/v1/coupons/:id', ({ id }) => {
    coupons.delete(id);
    return deletedAnswer(id, 'coupon');
  });

  routes.list('/v1/promotion_codes', () => store.promotionCodes.values(), {
    code: ({ code }, wanted) => sameCode(code, String(wanted)),
    coupon: ({ promotion }, wanted) => promotion.coupon === wanted,
  });
  routes.post('/v1/promotion_codes', ({ apiVersion, params }) =>
    promotionCodes.create(withPromotion(params, apiVersion)),
  );
  routes.get('/v1/promotion_codes/:id', ({ id }) => store.promotionCodes.get(id));
  routes.post('/v1/promotion_codes/:id', ({ id, params }) => promotionCodes.update(id, params));
}
