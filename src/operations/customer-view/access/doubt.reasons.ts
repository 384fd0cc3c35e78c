import { counted } from '../../figures.js';
import { ref, type Reason, type Reference } from './reason.js';
import type { ReasonCode } from './reason-codes.js';
import type { CustomerSnapshot, DoubtFacts, OpenEvent } from './snapshot.js';
import { listed, moment } from './words.js';

/** Seconds: what is due for longer is not just on its way. */
const BACKLOG = 60;
/** Events that a reason names. */
const MOST = 10;

const eventRefs = (ids: readonly string[]): Reference[] => ids.slice(0, MOST).flatMap((id) => ref('event', id));

/** Why what is here may not be what Stripe has. */
export function doubtReasons({ account, doubts }: CustomerSnapshot): Reason[] {
  return [
    ...wrongMode(doubts),
    ...accountLeft(account, doubts),
    ...openEvents('events_dead', doubts, 'dead', 'were given up and are not in the rows'),
    ...openEvents('events_failed', doubts, 'failed', 'failed and are tried again'),
    ...openEvents('events_waiting', doubts, 'received', 'have arrived and are not in the rows yet'),
    ...backlog(doubts),
    ...recomputing(doubts),
    ...unproved(doubts),
  ];
}

function wrongMode({ wrongMode: ids }: DoubtFacts): Reason[] {
  if (ids.length === 0) return [];
  const text = `${counted(ids.length, 'event')} of this customer were left alone, for they are of the other mode (test or live) than this backend.`;
  return [{ code: 'mode_mismatch', text, at: null, refs: eventRefs(ids) }];
}

function accountLeft(account: string, { accountLeftAt }: DoubtFacts): Reason[] {
  if (!accountLeftAt) return [];
  const text = `The owner of account ${account} withdrew your access on ${moment(accountLeftAt)}: since then Stripe tells nothing of its customers.`;
  return [{ code: 'account_left', text, at: accountLeftAt, refs: ref('account', account) }];
}

function openEvents(code: ReasonCode, doubts: DoubtFacts, status: OpenEvent['status'], what: string): Reason[] {
  const events = doubts.openEvents.filter((event) => event.status === status);
  const [newest] = events;
  if (!newest) return [];
  const types = [...new Set(events.map(({ type }) => type))];
  const classes = [...new Set(events.flatMap(({ errorClass }) => errorClass ?? []))];
  const why = classes.length > 0 ? ` Errors: ${listed(classes)}.` : '';
  const next = events.map(({ nextAttemptAt }) => nextAttemptAt).find((at) => at !== null);
  const when = status === 'failed' && next ? ` Next attempt at ${moment(next)}.` : '';
  const text = `${counted(events.length, 'event')} that name this customer ${what}: ${listed(types)}.${why}${when}`;
  return [{ code, text, at: newest.receivedAt, refs: eventRefs(events.map(({ id }) => id)) }];
}

function backlog({ backlog: { due, oldestSeconds } }: DoubtFacts): Reason[] {
  if (due === 0 || oldestSeconds < BACKLOG) return [];
  const text = `${counted(due, 'event')} of all customers wait to be settled, the oldest for ${counted(Math.round(oldestSeconds), 'second')}: everything here may be as old.`;
  return [{ code: 'backlog', text, at: null, refs: [] }];
}

function recomputing({ recomputing: changes }: DoubtFacts): Reason[] {
  return changes.map(({ id, dead, since }) => ({
    code: dead ? 'recompute_dead' : 'recomputing',
    text: dead
      ? `${id} changed on ${moment(since)}, and computing again who has it was given up: the features shown may be the former ones.`
      : `${id} has changed, and who has it is being computed again.`,
    at: since,
    refs: id.startsWith('price_') ? ref('price', id) : ref('product', id),
  }));
}

function unproved({ ambiguous, differing }: DoubtFacts): Reason[] {
  const reasons: Reason[] = [];
  if (ambiguous.length > 0) {
    const text = `No rule and no read could decide which of several states is the last: rows of this customer may not be what Stripe has.`;
    reasons.push({ code: 'rows_ambiguous', text, at: null, refs: eventRefs(ambiguous) });
  }
  if (differing.length > 0) {
    const what = differing.map(({ id, fields }) => `${id} (${listed(fields)})`);
    reasons.push({
      code: 'rows_differ',
      text: `The comparison with Stripe found rows of this customer to be wrong: ${listed(what)}.`,
      at: null,
      refs: differing.flatMap(({ type, id }) => (type === 'customer' || type === 'subscription' ? ref(type, id) : [])),
    });
  }
  return reasons;
}

/** Of when all of this is. */
export function freshnessReasons({ tenant, lastChange, doubts: { lastEvent } }: CustomerSnapshot): Reason[] {
  const reasons: Reason[] = [];
  if (tenant && tenant.version > 0) {
    const cause = lastChange
      ? lastChange.eventId === null
        ? 'a read from Stripe or an assignment'
        : `event ${lastChange.eventId}`
      : null;
    reasons.push({
      code: 'computed',
      text: `The tenant’s state changed last at ${moment(tenant.updatedAt)}${cause === null ? '' : `, by ${cause}`}.`,
      at: tenant.updatedAt,
      refs: ref('event', lastChange?.eventId ?? null),
    });
  }
  reasons.push(
    lastEvent
      ? {
          code: 'last_event',
          text: `The last event of this customer arrived at ${moment(lastEvent.receivedAt)}: ${lastEvent.type}.`,
          at: lastEvent.receivedAt,
          refs: ref('event', lastEvent.id),
        }
      : { code: 'last_event', text: 'No event of this customer is in the log.', at: null, refs: [] },
  );
  return reasons;
}
