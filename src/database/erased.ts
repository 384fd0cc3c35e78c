import type { EntityManager, QueryRunner } from 'typeorm';
import { SharedStatement } from './rounds.js';

/** An object of a customer's, by the mirrored table that is for its kind, there or not. */
export interface OwnedObject {
  readonly account: string;
  readonly kind: string;
  readonly id: string;
}

/** An object, and other objects of the same customer that it names. */
interface Belonging {
  readonly object: OwnedObject;
  readonly named: readonly OwnedObject[];
}

/**
 * Whether anybody is erased, asked by a transaction's first statement. That statement's lock on the table stays until the
 * transaction ends: whoever erases somebody waits for the transactions that hold it, so that nobody goes on with an old
 * answer (docs/adr/0012-what-an-erasure-leaves.md).
 */
const answers = new WeakMap<QueryRunner, boolean>();

export const noteErased = (runner: QueryRunner, someErased: boolean): void => void answers.set(runner, someErased);

/** True when it is not known, of a transaction that did not begin as the others do. */
export const someErased = (tx: EntityManager): boolean => (tx.queryRunner && answers.get(tx.queryRunner)) ?? true;

const BELONGS = `
  SELECT ref.number, min(e.customer_id) AS customer, bool_or(ref.own) AS known
    FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::boolean[]) AS ref (number, account, kind, id, own)
    JOIN erased_objects e USING (account, kind, id)
   GROUP BY ref.number`;

/** An object that is new here: what hangs on it may have come before it, and is cleared by the next sweep. */
const ADD = `
  INSERT INTO erased_objects (account, kind, id, customer_id)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS added (account, kind, id, customer_id)
   ORDER BY account, kind, id
  ON CONFLICT DO NOTHING`;

const belongings = new SharedStatement<Belonging, boolean>(
  () => 'erased_objects',
  async (tx, calls) => {
    const refs = calls.flatMap(({ object, named }, number) => [
      { number, ...object, own: true },
      ...named.map((other) => ({ number, ...other, own: false })),
    ]);
    const found: { number: number; customer: string; known: boolean }[] = await tx.query(BELONGS, [
      refs.map(({ number }) => number),
      refs.map(({ account }) => account),
      refs.map(({ kind }) => kind),
      refs.map(({ id }) => id),
      refs.map(({ own }) => own),
    ]);
    const added = found.flatMap(({ number, customer, known }) => {
      const object = calls[number]?.object;
      return known || !object ? [] : [{ ...object, customer }];
    });
    if (added.length > 0) {
      await tx.query(ADD, [
        added.map(({ account }) => account),
        added.map(({ kind }) => kind),
        added.map(({ id }) => id),
        added.map(({ customer }) => customer),
      ]);
    }
    const erased = new Set(found.map(({ number }) => calls[number]));
    return (call) => erased.has(call);
  },
);

/**
 * Whether an object is an erased customer's: it is known to be, or names one that is, and is then known from now on.
 * Nothing is asked when nobody is erased.
 */
export async function isErased(
  tx: EntityManager,
  object: OwnedObject,
  named: readonly OwnedObject[],
): Promise<boolean> {
  return someErased(tx) && belongings.ask(tx, { object, named });
}
