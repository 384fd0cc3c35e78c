import type { SandboxEvent } from '../../../sandbox/objects/event.js';
import { isHash } from '../columns/column.js';
import { mirrorOf } from '../columns/mirrors.js';
import { alone, type OddCase } from './odd-case.js';
import { withValue } from './odd-fields.js';

/** What JSON can put where something else is usual: hashes for lists, lists for hashes, and all the rest. */
const JSON_VALUES: readonly unknown[] = [
  null,
  undefined,
  '',
  'x',
  'a\0b\ud800',
  5,
  -1.5,
  1e300,
  true,
  [],
  [null],
  [5, 'x', [[]]],
  [{}],
  {},
  { id: 'any_1' },
  { data: null },
  { data: {} },
  { object: 'list', data: [null, 5, {}], has_more: 'yes' },
];

/** How deep a shape reader looks: `lines.data.0.pricing.price_details.price`. */
const DEEPEST = 6;

/** Every place in a snapshot; of a list the first element stands for all. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  const children = Array.isArray(value)
    ? value.slice(0, 1).map((element: unknown) => ['0', element] as const)
    : Object.entries(isHash(value) ? value : {});
  return children.flatMap(([name, child]) => [
    [...path, name],
    ...(path.length < DEEPEST ? placesIn(child, [...path, name]) : []),
  ]);
}

/**
 * Any JSON in any place of a snapshot but what names its row.
 *
 * @param share each place meets one value in so many, the next place the next ones.
 */
export function oddJson(sample: SandboxEvent, share: number): OddCase[] {
  const { namedBy = 'id' } = mirrorOf(sample);
  const places = placesIn(sample.data.object).filter((path) => path.join('.') !== namedBy);
  return places.flatMap((path, turn) =>
    JSON_VALUES.filter((_, i) => i % share === turn % share).map((value): OddCase => {
      const object = withValue(sample.data.object, path, value);
      const event = alone({ ...sample, data: { object: isHash(object) ? object : {} } });
      return {
        name: `${sample.type} ${sample.api_version}: ${path.join('.')} ${JSON.stringify(value)}`,
        sample,
        eventId: event.id,
        account: event.account,
        body: JSON.stringify(event),
        outcome: { kind: 'rows or dead' },
      };
    }),
  );
}
