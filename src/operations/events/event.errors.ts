import { CountinghouseError } from '../../common/errors.js';

/** None of the events that are meant is settled. */
export class NothingToReplayError extends CountinghouseError {
  readonly code = 'nothing_to_replay';
  readonly status = 409;
  constructor() {
    super('None of these events can be replayed: they are due already, or there are none.');
  }
}

/** Somebody has looked at fewer events than the filter means by now. */
export class SelectionChangedError extends CountinghouseError {
  readonly code = 'selection_changed';
  readonly status = 409;
  constructor() {
    super('More events match by now than the preview counted. Nothing was done: look again.');
  }
}

/** Every replay takes turns with all others that are under way. */
export class TooManyReplaysError extends CountinghouseError {
  readonly code = 'too_many_replays';
  readonly status = 409;
  constructor(most: number) {
    super(`${most} replays are under way already: wait for one, or stop one.`);
  }
}

/** A search that would keep the database busy for others. */
export class SearchTooWideError extends CountinghouseError {
  readonly code = 'search_too_wide';
  readonly status = 422;
  constructor() {
    super('That is too much for one request: narrow it, by time first.');
  }
}
