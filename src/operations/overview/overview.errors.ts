import { CountinghouseError } from '../../common/errors.js';

/** The database does not answer, or the process is about to end: an old figure would be a lie. */
export class OverviewUnavailableError extends CountinghouseError {
  readonly code = 'unavailable';
  readonly status = 503;
  override readonly retryAfter = 5;
  constructor(detail: string, options?: ErrorOptions) {
    super('The overview cannot be read. Try again shortly.', detail, options);
  }
}
