import type { Fields, SandboxEvent } from '../objects/event.js';
import { sameJson } from '../previous-attributes.js';

/** Status steps that are never taken back, by type of object: what a consumer may put in order without being told. */
const FIRST: Readonly<Record<string, readonly string[]>> = {
  subscription: ['incomplete'],
  invoice: ['draft'],
  charge: ['pending'],
  subscription_schedule: ['not_started'],
};
const LAST: Readonly<Record<string, readonly string[]>> = {
  subscription: ['canceled', 'incomplete_expired'],
  invoice: ['paid', 'void'],
  payment_intent: ['succeeded', 'canceled'],
  setup_intent: ['succeeded', 'canceled'],
  subscription_schedule: ['canceled', 'completed', 'released'],
  credit_note: ['void'],
};

/** Whether two neighbouring events of one object in one second can be put in order from what they say. */
function connected(before: SandboxEvent, after: SandboxEvent): boolean {
  const [a, b] = [before.data.object, after.data.object];
  if (sameJson(a, b) || after.data.previous_attributes) return true;
  if (before.type.endsWith('.created') || after.type.endsWith('.deleted')) return true;
  if ((a['captured'] === false && b['captured'] === true) || (a['open'] === true && b['open'] === false)) return true;
  const kind = String(b['object']);
  const [from, to] = [String(a['status']), String(b['status'])];
  return from !== to && ((FIRST[kind]?.includes(from) ?? false) || (LAST[kind]?.includes(to) ?? false));
}

/** Neighbours of one second that nothing puts in order, of one object's events. */
export function unconnected(chain: readonly SandboxEvent[]): [SandboxEvent, SandboxEvent][] {
  return chain.flatMap((after, index): [SandboxEvent, SandboxEvent][] => {
    const before = chain[index - 1];
    return before?.created === after.created && !connected(before, after) ? [[before, after]] : [];
  });
}

/** Events in order, by what `keyOf` says of them; without a key they are left out. */
export function grouped(events: readonly SandboxEvent[], keyOf: (event: SandboxEvent) => unknown): SandboxEvent[][] {
  const groups = new Map<unknown, SandboxEvent[]>();
  for (const event of events) {
    const key = keyOf(event);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()];
}

/** Ids are unique within a kind only: a price and its plan share one. Undefined for a preview, which has none. */
export function objectOf({ data }: { data: { object: Fields } }): string | undefined {
  const { id, object } = data.object;
  return typeof id === 'string' ? `${String(object)} ${id}` : undefined;
}

/** The events of each object, in order. */
export function chainsOf(events: readonly SandboxEvent[]): SandboxEvent[][] {
  return grouped(events, objectOf);
}

/** Fields that go A -> B -> A within one second: the ties that no consumer can decide without reading. */
export function returnsWithinSecond(chain: readonly SandboxEvent[]): string[] {
  return grouped(chain, ({ created }) => created).flatMap((events) => {
    const snapshots = events.map(({ data }) => data.object);
    const fields = Object.keys(snapshots[0] ?? {});
    return fields.filter((field) => returns(snapshots.map((snapshot) => snapshot[field])));
  });
}

function returns(values: readonly unknown[]): boolean {
  const distinct = values.filter((value, index) => index === 0 || !sameJson(value, values[index - 1]));
  return distinct.some((value, index) => distinct.slice(0, index).some((earlier) => sameJson(earlier, value)));
}
