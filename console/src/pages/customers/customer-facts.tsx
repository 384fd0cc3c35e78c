import { Link } from 'react-router';
import { Field, Fields } from '../../show/fields.js';
import { Id } from '../../show/id.js';
import { None } from '../../show/none.js';
import { customerPath } from '../../show/paths.js';
import { State } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { Customer } from './customers.queries.js';

type Tenant = NonNullable<Customer['tenant']>;

const SAID: Readonly<Record<Tenant['saidBy'], string>> = {
  assignment: 'by your code',
  customer: 'by its own metadata',
  checkout_session: 'by its checkout session',
  subscription: 'by its subscription’s metadata',
};

/** Whose it is, and what is known of it without a name. */
export function CustomerFacts({ customer: { customer, tenant, lastEventAt } }: { readonly customer: Customer }) {
  const others = tenant?.customers.data.filter(({ id }) => id !== customer.id) ?? [];
  return (
    <Fields>
      <Field name="Tenant">
        {tenant ? (
          <>
            <Id id={tenant.id} /> <span className="muted">{tenant.isOwn ? SAID[tenant.saidBy] : 'a buyer’s word'}</span>
          </>
        ) : (
          <None text="nobody’s" />
        )}
      </Field>
      <Field name="Email">{customer.email ?? <None />}</Field>
      {customer.account !== null && (
        <Field name="Account">
          <Id id={customer.account} />
        </Field>
      )}
      <Field name="Created at Stripe">
        <Time at={customer.createdAt} never="not told yet" />
      </Field>
      <Field name="Last event">
        <Time at={lastEventAt} never="none" />{' '}
        <Link to={`/events?customer=${encodeURIComponent(customer.id)}`}>All events</Link>
      </Field>
      {customer.deletedAt !== null && (
        <Field name="Deleted at Stripe">
          <Time at={customer.deletedAt} />
        </Field>
      )}
      {customer.delinquent === true && (
        <Field name="Payments">
          <State tone="warn">its last invoice is not paid</State>
        </Field>
      )}
      {others.length > 0 && (
        <Field name="The tenant’s others">
          {others.map(({ id, counts, deleted }) => (
            <div key={id}>
              <Id id={id} to={customerPath({ id, account: customer.account })} />{' '}
              <span className="muted">{deleted ? 'deleted' : counts ? 'counts' : ''}</span>
            </div>
          ))}
        </Field>
      )}
    </Fields>
  );
}
