import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { AuditedCalls, type AskedBy } from '../audit/audited-calls.js';
import { tenantOf, type Caller } from '../auth/caller.js';
import { NotFoundError } from '../common/request.errors.js';
import { StripeCalls } from '../stripe/stripe.calls.js';
import { TenantBillingRepository } from '../tenants/tenant-billing.repository.js';
import { toCustomerAnswer } from './own-customer.answer.js';
import type { CustomerAnswer, CustomerBody } from './own-customer.requests.js';
import { replaceTaxIds } from './tax-id-replacement.js';

/** The customer that is billed for the caller's tenant. Addresses are at Stripe only, so Stripe is asked. */
@Injectable()
export class OwnCustomer {
  constructor(
    private readonly tenants: TenantBillingRepository,
    private readonly stripe: StripeCalls,
    private readonly audited: AuditedCalls,
  ) {}

  /** @throws {NotFoundError} and what calls to Stripe throw. */
  async read(caller: Caller): Promise<CustomerAnswer> {
    const id = await this.idOf(caller);
    const customer = await this.stripe.run((client, options) => retrieve(client, options, id), {
      idempotencyKey: null,
      account: caller.account,
    });
    return toCustomerAnswer(customer);
  }

  /** @throws {NotFoundError} and what calls to Stripe throw; of a tax id that Stripe refuses, nothing is changed. */
  async change(by: AskedBy, body: CustomerBody): Promise<CustomerAnswer> {
    const id = await this.idOf(by.caller);
    const customer = await this.audited.run((client, options) => change(client, options, id, body), by, {
      action: 'customer.update',
      object: { type: 'customer', id },
      before: null,
      after: Object.fromEntries(Object.keys(body).map((field) => [field, 'changed'])),
    });
    return toCustomerAnswer(customer);
  }

  private async idOf(caller: Caller): Promise<string> {
    const { customerId } = await this.tenants.of({ account: caller.account, id: tenantOf(caller) });
    if (customerId === null) throw new NotFoundError();
    return customerId;
  }
}

async function change(
  client: Stripe,
  options: Stripe.RequestOptions,
  id: string,
  { name, email, address, taxId }: CustomerBody,
): Promise<Stripe.Customer> {
  if (taxId !== undefined) await replaceTaxIds(client, options, id, taxId);
  const params: Stripe.CustomerUpdateParams = {
    ...(name === undefined ? {} : { name: name ?? '' }),
    ...(email === undefined ? {} : { email: email ?? '' }),
    ...(address === undefined ? {} : { address: address === null ? '' : addressParams(address) }),
  };
  if (Object.keys(params).length > 0) await client.customers.update(id, params, options);
  const { idempotencyKey: _, ...forRead } = options;
  return retrieve(client, forRead, id);
}

/** All of it: what is left out would stay. */
const addressParams = (address: NonNullable<CustomerBody['address']>): Stripe.AddressParam => ({
  line1: address.line1 ?? '',
  line2: address.line2 ?? '',
  city: address.city ?? '',
  state: address.state ?? '',
  postal_code: address.postalCode ?? '',
  country: address.country,
});

async function retrieve(client: Stripe, options: Stripe.RequestOptions, id: string): Promise<Stripe.Customer> {
  const customer = await client.customers.retrieve(id, { expand: ['tax_ids'] }, options);
  if (customer.deleted) throw new NotFoundError();
  return customer;
}
