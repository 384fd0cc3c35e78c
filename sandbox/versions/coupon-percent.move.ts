import type { VersionMove } from './move.js';

/** Before 2018-07-27: a whole number in `coupon.percent_off`, and the exact one in `percent_off_precise`. */
export const couponPercent: VersionMove = {
  since: '2018-07-27',
  object: 'coupon',
  downgrade(fields) {
    const precise = fields['percent_off'] ?? null;
    const percent_off = precise === null ? null : Math.round(Number(precise));
    return { ...fields, percent_off, percent_off_precise: precise };
  },
};
