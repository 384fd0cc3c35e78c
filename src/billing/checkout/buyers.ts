import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditedCalls, type AskedBy } from '../../audit/audited-calls.js';
import { tenantOf } from '../../auth/caller.js';
import { NotFoundError } from '../../common/request.errors.js';
import { stripesOwn } from '../../stripe/refusal.js';
import { TenantBillingRepository, type TenantBilling } from '../../tenants/tenant-billing.repository.js';

/** Milliseconds in which a webhook will have come. */
const HOUR = 3_600_000;

/** The same for a tenant's nth customer, whoever asks and however often within an hour: Stripe makes it once. */
const keyOf = (account: string, tenantId: string, nth: number): string =>
  createHash('sha256')
    .update(JSON.stringify(['customer', account, tenantId, Math.floor(Date.now() / HOUR), nth]))
    .digest('hex');

/** Who pays at a tenant's checkout. */
@Injectable()
export class Buyers {
  constructor(
    private readonly tenants: TenantBillingRepository,
    private readonly stripe: AuditedCalls,
  ) {}

  /**
   * The tenant's customer. Before its first purchase one is made that bears the tenant's id, so that it is known by more
   * than a session: a session's `client_reference_id` may be a stranger's word. While its webhook has not come Stripe
   * answers with the same one, by the idempotency key; also after it was deleted, or given to another tenant, and then
   * the tenant gets another one. Two that are made around the full hour are both the tenant's own, and do no harm; nor
   * does the one of which Stripe failed to tell.
   *
   * @param email for a new one. @throws what calls to Stripe throw.
   */
  async customerOf(by: AskedBy, billing: TenantBilling, email: string | undefined): Promise<string> {
    if (billing.customerId !== null) return billing.customerId;
    const tenant = { account: by.caller.account, id: tenantOf(by.caller) };
    let customer: string;
    let nth = 0;
    do {
      customer = await this.nth(by, tenant.id, nth);
      nth += 1;
    } while (await this.tenants.isAnothers(tenant, customer));
    if (email !== undefined) await this.tellEmail(by, customer, email);
    return customer;
  }

  /**
   * A failure of its own Stripe repeats to everybody who comes with the hour's key, so that nobody could sell to the
   * tenant until the hour is over: then one is made under the request's own key.
   */
  private async nth(by: AskedBy, tenantId: string, nth: number): Promise<string> {
    try {
      return await this.create({ ...by, idempotencyKey: keyOf(by.caller.account, tenantId, nth) }, tenantId);
    } catch (error) {
      if ((stripesOwn(error)?.statusCode ?? 0) < 500) throw error;
      return this.create({ ...by, idempotencyKey: `${by.idempotencyKey}-customer-${nth}` }, tenantId);
    }
  }

  private async create(by: AskedBy, tenantId: string): Promise<string> {
    const { id } = await this.stripe.run(
      (client, options) => client.customers.create({ metadata: { tenant_id: tenantId } }, options),
      by,
      { action: 'customer.create', object: { type: 'customer', id: '' }, before: null, after: { tenantId } },
      (customer) => ({ object: { type: 'customer', id: customer.id } }),
    );
    return id;
  }

  /** Apart: under one idempotency key Stripe takes the same parameters only, and the next request may say another. */
  private async tellEmail(by: AskedBy, id: string, email: string): Promise<void> {
    try {
      await this.stripe.run(
        (client, options) => client.customers.update(id, { email }, options),
        { ...by, idempotencyKey: `${by.idempotencyKey}-email` },
        { action: 'customer.update', object: { type: 'customer', id }, before: null, after: { email: 'changed' } },
      );
    } catch (error) {
      // Deleted a moment ago: the session says so, as one without an address would.
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
}
