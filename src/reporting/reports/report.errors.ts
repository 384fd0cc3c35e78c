import { CountinghouseError } from '../../common/errors.js';

/** Reports add up what all tenants have paid: nothing for who acts for one of them. */
export class TenantBoundError extends CountinghouseError {
  readonly code = 'tenant_bound';
  readonly status = 403;
  constructor() {
    super('The figures are of all tenants, and the caller acts for one.');
  }
}

/** JSON's numbers are exact up to 2^53; a sum that is larger is refused rather than rounded. */
export class SumTooLargeError extends CountinghouseError {
  readonly code = 'sum_too_large';
  readonly status = 422;
  constructor() {
    super('A sum is larger than a number can tell exactly.');
  }
}
