import type { StripeObject } from '../objects/stripe-object.js';
import { resourceMissing } from './errors.js';

/** All objects of one resource, in order of creation. Deleted ones stay, marked. */
export class Collection<T extends StripeObject> {
  private readonly objects = new Map<string, T>();
  private readonly deleted = new Set<string>();

  constructor(readonly noun: string) {}

  find(id: string): T | undefined {
    return this.deleted.has(id) ? undefined : this.objects.get(id);
  }

  /** @throws StripeApiError 404 resource_missing, for deleted ones too */
  get(id: string, param?: string): T {
    const found = this.find(id);
    if (!found) throw resourceMissing(this.noun, id, param);
    return found;
  }

  /** As it was last, deleted or not: what still refers to it shows it so. */
  known(id: string): T | undefined {
    return this.objects.get(id);
  }

  put(object: T): T {
    this.objects.set(object.id, object);
    return object;
  }

  markDeleted(id: string): void {
    this.deleted.add(id);
  }

  isDeleted(id: string): boolean {
    return this.deleted.has(id);
  }

  /** Without the deleted ones, oldest first. */
  values(): T[] {
    return [...this.objects.values()].filter(({ id }) => !this.deleted.has(id));
  }

  /** All of them, the deleted ones with `deleted: true`. */
  state(): T[] {
    return [...this.objects.values()].map((object) =>
      this.deleted.has(object.id) ? { ...object, deleted: true } : object,
    );
  }
}
