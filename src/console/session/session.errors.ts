import { CountinghouseError } from '../../common/errors.js';

/** A session is opened and ended by the console's own pages: a page of another origin could sign somebody in as itself. */
export class CrossSiteError extends CountinghouseError {
  readonly code = 'cross_site';
  readonly status = 403;
  constructor() {
    super('Only the pages of the console itself may ask for this.');
  }
}
