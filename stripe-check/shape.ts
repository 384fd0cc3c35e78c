import { isRaw, type Raw } from './raw.js';

/** Of one kind of object: which types were seen at each path. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>;

/** What differs at a path. */
export interface ShapeDifference {
  readonly kind: string;
  readonly path: string;
  readonly difference: 'missing in the sandbox' | 'only in the sandbox' | 'another type';
  readonly stripe: string;
  readonly sandbox: string;
}

/** Their keys are whoever's made them. */
const OPAQUE: ReadonlySet<string> = new Set(['metadata', 'previous_attributes']);

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

function note(shape: Map<string, Set<string>>, path: string, value: unknown): void {
  const types = shape.get(path) ?? new Set();
  shape.set(path, types.add(typeOf(value)));
  const [key = ''] = path.split('.').slice(-1);
  if (Array.isArray(value)) for (const entry of value) note(shape, `${path}[]`, entry);
  else if (isRaw(value) && !OPAQUE.has(key))
    for (const [name, child] of Object.entries(value)) note(shape, `${path}.${name}`, child);
}

/** The shapes of objects by what they call themselves; those within others are of their parent's shape. */
export function shapesOf(objects: readonly Raw[]): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Map<string, Set<string>>>();
  for (const object of objects) {
    const { object: name } = object;
    const kind = typeof name === 'string' ? name : 'unknown';
    const shape = shapes.get(kind) ?? new Map<string, Set<string>>();
    shapes.set(kind, shape);
    for (const [key, child] of Object.entries(object)) note(shape, key, child);
  }
  return shapes;
}

const words = (types: ReadonlySet<string> | undefined): string =>
  [...(types ?? [])].toSorted().join(' or ') || 'nothing';

const parentOf = (path: string): string => path.replace(/(\[\]|\.[^.[]+)$/, '');

/** A path is looked at where both sides have what it is in; else its parent tells. */
function isJudged(path: string, shape: Shape): boolean {
  const parent = parentOf(path);
  return parent === path || [...(shape.get(parent) ?? [])].some((type) => type === 'object' || type === 'array');
}

function typesDiffer(stripe: ReadonlySet<string>, sandbox: ReadonlySet<string>): boolean {
  const [one, other] = [stripe, sandbox].map((types) => [...types].filter((type) => type !== 'null'));
  return (
    one !== undefined &&
    other !== undefined &&
    one.length > 0 &&
    other.length > 0 &&
    !one.some((type) => other.includes(type))
  );
}

/** An empty list has no entries to compare, and what is null on one side only may be either. */
export function shapeDifferences(kind: string, stripe: Shape, sandbox: Shape): ShapeDifference[] {
  const found: ShapeDifference[] = [];
  for (const path of [...new Set([...stripe.keys(), ...sandbox.keys()])].toSorted()) {
    const [theirs, ours] = [stripe.get(path), sandbox.get(path)];
    const texts = { stripe: words(theirs), sandbox: words(ours) };
    const isEntry = path.endsWith('[]');
    if (theirs && ours) {
      if (typesDiffer(theirs, ours)) found.push({ kind, path, difference: 'another type', ...texts });
    } else if (theirs && !isEntry && isJudged(path, sandbox)) {
      found.push({ kind, path, difference: 'missing in the sandbox', ...texts });
    } else if (ours && !isEntry && isJudged(path, stripe)) {
      found.push({ kind, path, difference: 'only in the sandbox', ...texts });
    }
  }
  return found;
}
