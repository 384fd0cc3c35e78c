import { fail, type Finding } from './finding.js';

/** A replica answers, and takes no job; one that is made to take writes forgets them. @param fields of INFO. */
export const roleFindings = (fields: ReadonlyMap<string, string>): Finding[] =>
  fields.get('role') === 'slave'
    ? [
        fail(
          'redis.reachable',
          'a replica: it takes no writes',
          'Have REDIS_URL name the primary; until then events are stored, and settled by the sweep',
        ),
      ]
    : [];
