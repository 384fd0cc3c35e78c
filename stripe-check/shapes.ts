import { shapeDifferences, shapesOf, type ShapeDifference } from './shape.js';
import { isRaw, type Raw } from './raw.js';
import type { Story } from './story.js';

/** Paths that differ on purpose, and why. */
export const KNOWN: Readonly<Record<string, string>> = {
  test_clock: 'the sandbox has one clock for everything, and no object of its own names it',
};

export interface ShapesCompared {
  /** Kinds of objects that both sides have shown. */
  readonly kinds: number;
  readonly differences: readonly ShapeDifference[];
  /** Types of events that one side only has sent. */
  readonly eventTypes: { readonly stripe: readonly string[]; readonly sandbox: readonly string[] };
}

/** Objects as they are read, those that events hold, and the events themselves without what they hold. */
function objectsIn({ events, objects }: Story): Raw[] {
  const held = events.flatMap(({ data }) => (isRaw(data) && isRaw(data['object']) ? [data['object']] : []));
  const bare: Raw[] = events.map((event) => ({ ...event, data: isRaw(event['data']) }));
  return [...Object.values(objects).flat(), ...held, ...bare].filter((object) => object['deleted'] !== true);
}

const typesOf = ({ events }: Story): Set<string> => new Set(events.map(({ type }) => String(type)));

export function compareShapes(stripe: Story, sandbox: Story): ShapesCompared {
  const [theirs, ours] = [shapesOf(objectsIn(stripe)), shapesOf(objectsIn(sandbox))];
  const kinds = [...theirs.keys()].filter((kind) => ours.has(kind)).toSorted();
  const differences = kinds.flatMap((kind) =>
    shapeDifferences(kind, theirs.get(kind) ?? new Map(), ours.get(kind) ?? new Map()),
  );
  const [types, ourTypes] = [typesOf(stripe), typesOf(sandbox)];
  return {
    kinds: kinds.length,
    differences: differences.filter(({ path }) => !(path in KNOWN)),
    eventTypes: {
      stripe: [...types].filter((type) => !ourTypes.has(type)).toSorted(),
      sandbox: [...ourTypes].filter((type) => !types.has(type)).toSorted(),
    },
  };
}
