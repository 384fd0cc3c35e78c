import { Collection } from '../engine/collection.js';
import type { Engine } from '../engine/engine.js';
import { invalidRequest, type StripeApiError } from '../engine/errors.js';
import { currentLinks, withLinks } from '../engine/links.js';
import type { Store } from '../engine/store.js';
import type { Fields } from '../objects/event.js';
import type { StripeObject } from '../objects/stripe-object.js';
import { isHash } from '../previous-attributes.js';
import { renderObject } from '../versions/render.js';
import { EXPANDABLE } from './expandable.js';
import { hiddenList } from './hidden-lists.js';

/** `data.` of a list counts as one of them. */
const DEEPEST = 4;

/** With links as of now: the charge that an older version shows has today's refunds in it. */
export function relink<T extends StripeObject>(store: Store, object: T): T {
  const links = currentLinks(store, object);
  return links ? withLinks(object, links) : object;
}

/** `expand[]` of a request, before anything is done for it. @throws StripeApiError 400 for more than four levels */
export function readExpand(expand: unknown): string[] {
  const paths = Array.isArray(expand) ? expand.map(String) : [];
  const tooDeep = paths.find((path) => path.split('.').length > DEEPEST);
  if (tooDeep === undefined) return paths;
  const message = `You cannot expand more than ${DEEPEST} levels of a property. Property: ${tooDeep}`;
  throw invalidRequest(message, 'expand');
}

/** Ids become the objects they name, rendered in the version of the request (docs.stripe.com/expand). */
export class Expansion {
  constructor(
    private readonly engine: Engine,
    private readonly apiVersion: string,
  ) {}

  /**
   * @param answer an object, or a list of them, already rendered
   * @throws StripeApiError 400 for what is no expandable property
   */
  expand(answer: Fields, path: string): Fields {
    const names = path.split('.');
    if (answer['object'] === 'list' && names[0] !== 'data') throw unexpandable(path, `data.${path}`);
    return this.within(answer, String(answer['object']), '', names, path);
  }

  /** @param prefix the way from the object of this type to the hash in hand, with a dot at its end */
  private within(fields: Fields, type: string, prefix: string, names: readonly string[], path: string): Fields {
    const [name = '', ...rest] = names;
    const target = EXPANDABLE[type]?.[`${prefix}${name}`];
    const child = fields[name] ?? (prefix === '' ? this.hidden(fields, type, name) : undefined);
    if (child === undefined || child === null) {
      if (target === undefined && !leadsOn(type, `${prefix}${name}.`)) throw unexpandable(path);
      return fields;
    }
    const step = { type, prefix: `${prefix}${name}.`, target, rest, path };
    const expanded = Array.isArray(child)
      ? child.map((entry: unknown) => this.value(entry, step))
      : this.value(child, step);
    return { ...fields, [name]: expanded };
  }

  private value(value: unknown, { type, prefix, target, rest, path }: Step): unknown {
    if (typeof value === 'string') {
      if (target === undefined) throw unexpandable(path);
      const found = this.find(value, target);
      return found ? this.onward(found, rest, path) : value;
    }
    if (!isHash(value)) throw unexpandable(path);
    const own = value['object'];
    if (typeof own !== 'string') {
      if (rest.length > 0) return this.within(value, type, prefix, rest, path);
      if (target === undefined) throw unexpandable(path);
      return value;
    }
    // The list of an answer, a list in an object, an object that is there already: its entries speak for themselves.
    if (rest.length === 0 && target === undefined) throw unexpandable(path);
    return this.onward(value, rest, path);
  }

  private onward(object: Fields, rest: readonly string[], path: string): Fields {
    return rest.length === 0 ? object : this.within(object, String(object['object']), '', rest, path);
  }

  private hidden({ id }: Fields, type: string, name: string): Fields | undefined {
    const list = hiddenList(this.engine, type, String(id), name);
    return list && { ...list, data: list.data.map((entry) => renderObject(entry, this.apiVersion)) };
  }

  private find(id: string, type: string): Fields | undefined {
    for (const collection of Object.values(this.engine.store)) {
      if (!(collection instanceof Collection) || (type !== 'any' && collection.noun !== type)) continue;
      if (collection.isDeleted(id)) return { id, object: collection.noun, deleted: true };
      const found: StripeObject | undefined = collection.find(id);
      if (found) return renderObject(relink(this.engine.store, found), this.apiVersion);
    }
    return undefined;
  }
}

interface Step {
  readonly type: string;
  readonly prefix: string;
  readonly target: string | undefined;
  readonly rest: readonly string[];
  readonly path: string;
}

/** Whether something expandable lies below: the hash on the way to it may be null. */
function leadsOn(type: string, prefix: string): boolean {
  return Object.keys(EXPANDABLE[type] ?? {}).some((field) => field.startsWith(prefix));
}

function unexpandable(path: string, better?: string): StripeApiError {
  const advice = better ? ` You may want to try expanding '${better}' instead.` : '';
  return invalidRequest(`This property cannot be expanded (${path}).${advice}`, 'expand');
}
