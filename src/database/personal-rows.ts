import type { EntityManager, EntityTarget } from 'typeorm';
import { ownMetadata } from '../stripe/own-metadata.js';
import type { StripeObject } from '../stripe/stripe.types.js';
import { isErased, someErased } from './erased.js';
import type { DerivedKey } from './event-context.js';
import type { MirrorEntity, OwnedEntity } from './mirror.entity.js';
import type { Mapper } from './mirror.options.js';
import { personalColumnsOf, type PersonalColumns } from './personal-columns.js';

type Owned<Columns> = { readonly [P in keyof Columns]?: EntityTarget<OwnedEntity> };
type Entity = EntityTarget<MirrorEntity | OwnedEntity>;

const discreetMappers = new WeakSet<object>();

/** Whether a mapper leaves out what is personal: what the object embeds is then mapped likewise. */
export const isDiscreet = (mapper: object): boolean => discreetMappers.has(mapper);

/** The rows of one mirrored table, and those that they own, without what is personal in them. */
export class PersonalRows<Columns extends object> {
  constructor(
    private readonly entity: EntityTarget<MirrorEntity>,
    private readonly owned: Owned<Columns>,
  ) {}

  /**
   * The mapper; of an object of an erased customer's one that leaves out what is personal, whatever is mapped: the event
   * in hand, a read, another event of the same second.
   *
   * @param object null when it is known only that it is deleted.
   */
  async discreet(
    tx: EntityManager,
    { account, id }: DerivedKey,
    object: StripeObject | null,
    toRow: Mapper<Columns>,
  ): Promise<Mapper<Columns>> {
    if (!someErased(tx)) return toRow;
    const kind = tx.dataSource.getMetadata(this.entity).tableName;
    const personal = personalColumnsOf(kind);
    if (!personal) return toRow;
    const named = object === null ? [] : this.named(tx, account, personal, mapped(object, toRow));
    if (!(await isErased(tx, { account, kind, id }, named))) return toRow;
    const mapper: Mapper<Columns> = (shown) => this.without(tx, toRow(shown));
    discreetMappers.add(mapper);
    return mapper;
  }

  /** A row without what is personal in it, its own rows likewise. */
  without(tx: EntityManager, row: Columns): Columns {
    const found = new Map<string, unknown>(Object.entries(row));
    for (const [property, target] of Object.entries<EntityTarget<OwnedEntity> | undefined>(this.owned)) {
      const rows = found.get(property);
      if (target && Array.isArray(rows))
        found.set(
          property,
          rows.map((one: object) => cleared(tx, target, one)),
        );
    }
    return { ...row, ...Object.fromEntries(found), ...clearing(tx, this.entity, row) };
  }

  /** Who names its customer is that one's, whatever else it names. */
  private named(tx: EntityManager, account: string, { of = {} }: PersonalColumns, row: object) {
    const entity = tx.dataSource.getMetadata(this.entity);
    const values = new Map<string, unknown>(Object.entries(row));
    const named = Object.entries(of).flatMap(([column, kind]) => {
      const id = values.get(entity.findColumnWithDatabaseName(column)?.propertyName ?? '');
      return typeof id === 'string' ? [{ account, kind, id }] : [];
    });
    const customer = named.find(({ kind }) => kind === 'customers');
    return customer ? [customer] : named;
  }
}

/** Of what cannot be mapped nothing is known; whoever maps it again is told why. */
function mapped<Columns extends object>(object: StripeObject, toRow: Mapper<Columns>): object {
  try {
    return toRow(object);
  } catch {
    return {};
  }
}

const cleared = (tx: EntityManager, target: Entity, row: object): object => ({ ...row, ...clearing(tx, target, row) });

/** What the personal fields of a row become, by their properties. */
function clearing(tx: EntityManager, target: Entity, row: object): object {
  const entity = tx.dataSource.getMetadata(target);
  const personal = personalColumnsOf(entity.tableName);
  if (!personal) return {};
  const values = new Map<string, unknown>(Object.entries(row));
  const become = (columns: readonly string[], what: (value: unknown) => unknown): [string, unknown][] =>
    columns.flatMap((column) => {
      const property = entity.findColumnWithDatabaseName(column)?.propertyName ?? '';
      return values.has(property) ? [[property, what(values.get(property))] as [string, unknown]] : [];
    });
  return Object.fromEntries([
    ...become(personal.removed, () => null),
    ...become(personal.emptied ?? [], (text) => (text === null ? null : '')),
    ...become(personal.metadata ? ['metadata'] : [], (metadata) =>
      typeof metadata === 'object' && metadata !== null ? ownMetadata(metadata) : null,
    ),
  ]);
}
