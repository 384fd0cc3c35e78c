import {
  newPerson,
  NO_RELATIONSHIP,
  NOTHING_DUE,
  type Person,
  type PersonRequirements,
  type Relationship,
  UNVERIFIED,
} from '../objects/person.js';
import type { EngineContext } from './context.js';
import { given, mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';

interface PersonFields {
  first_name?: string;
  last_name?: string;
  metadata?: MetadataParam;
  relationship?: Partial<Relationship>;
}

type Named = Pick<Person, 'first_name' | 'last_name'>;

/** Stripe looks at what was said for so long. */
const VERIFICATION_SECONDS = 2;
const WANTED = ['first_name', 'last_name'] as const;

const missingOf = (person: Named): string[] => WANTED.filter((name) => person[name] === null);

/** Asked for at once; what is there is looked at. */
function requirementsOf(person: Named): PersonRequirements {
  const missing = missingOf(person);
  if (missing.length === 0) return { ...NOTHING_DUE, pending_verification: [...WANTED] };
  return { ...NOTHING_DUE, currently_due: missing, eventually_due: missing, past_due: missing };
}

/** Who is behind a connected account: verified once they are named. */
export class Persons {
  constructor(
    private readonly ctx: EngineContext,
    private readonly account: string,
  ) {}

  create({ first_name, last_name, metadata, relationship }: PersonFields = {}): Person {
    const { clock, ids, record, store } = this.ctx;
    const named = { first_name: first_name ?? null, last_name: last_name ?? null };
    const person = newPerson({
      ...named,
      id: ids.timed('person'),
      account: this.account,
      created: clock.now(),
      metadata: newMetadata(metadata),
      relationship: { ...NO_RELATIONSHIP, ...given(relationship ?? {}) },
      requirements: requirementsOf(named),
      verification: { ...UNVERIFIED, status: this.statusOf(named) },
    });
    record.create(store.persons, person, 'person.created');
    this.verifyLater(person);
    return person;
  }

  update(id: string, { metadata, relationship, ...names }: PersonFields): Person {
    const { record, store } = this.ctx;
    const before = store.persons.get(id, 'person');
    const named = { first_name: before.first_name, last_name: before.last_name, ...given(names) };
    const complete = missingOf(before).length > 0 && missingOf(named).length === 0;
    const status = complete ? this.statusOf(named) : before.verification.status;
    const patch: Partial<Person> = {
      ...named,
      metadata: mergeMetadata(before.metadata, metadata),
      relationship: { ...before.relationship, ...given(relationship ?? {}) },
      requirements: status === 'verified' ? NOTHING_DUE : requirementsOf(named),
      verification: { ...before.verification, status },
    };
    const person = record.update(store.persons, before, patch, 'person.updated');
    if (complete) this.verifyLater(person);
    return person;
  }

  delete(id: string): void {
    const { record, store } = this.ctx;
    record.remove(store.persons, store.persons.get(id, 'person'), 'person.deleted');
  }

  private statusOf(person: Named): Person['verification']['status'] {
    return missingOf(person).length === 0 ? 'pending' : 'unverified';
  }

  private verifyLater({ id, verification }: Person): void {
    if (verification.status === 'pending') this.ctx.schedule.after(VERIFICATION_SECONDS, () => this.verify(id));
  }

  private verify(id: string): void {
    const { record, store } = this.ctx;
    const person = store.persons.find(id);
    if (!person) return;
    const verification = { ...person.verification, status: 'verified' } as const;
    record.update(store.persons, person, { requirements: NOTHING_DUE, verification }, 'person.updated');
  }
}
