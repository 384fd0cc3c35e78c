import { z } from 'zod';
import type { Cursor } from '../../common/cursor.js';
import { pageAnswer, time } from '../../common/schemas.js';
import { ownPage } from '../../tenants/own-page.sql.js';
import { means, type Means } from './means.answer.js';

/** The one that the next invoice is charged to: the subscription's own, else its customer's. */
export const OWN_PAYMENT_METHODS = ownPage({
  from: 'payment_methods AS object',
  columns: `object.type, object.brand, object.last4, object.exp_month AS "expMonth", object.exp_year AS "expYear",
            object.id IS NOT DISTINCT FROM COALESCE((
              SELECT subscription.default_payment_method_id
                FROM tenants AS tenant
                JOIN subscriptions AS subscription
                  ON subscription.account = tenant.account AND subscription.id = tenant.subscription_id
               WHERE tenant.account = own.account AND tenant.id = own.tenant_id
                 AND subscription.customer_id = own.customer_id
                 AND subscription.status NOT IN ('canceled', 'incomplete_expired')
            ), (
              SELECT customer.default_payment_method_id FROM customers AS customer
               WHERE customer.account = own.account AND customer.id = own.customer_id
            )) AS "isDefault"`,
});

export interface OwnPaymentMethodRow extends Cursor, Means {
  readonly isDefault: boolean;
}

export const paymentMethodAnswer = z
  .object({
    id: z.string(),
    ...means,
    isDefault: z.boolean().meta({ description: 'The next invoice is charged to it.' }),
    createdAt: time,
  })
  .meta({
    example: {
      id: 'pm_1TtEzB2eZvKYlo2C',
      type: 'card',
      brand: 'visa',
      last4: '4242',
      expMonth: 12,
      expYear: 2030,
      isDefault: true,
      createdAt: '2026-08-01T12:00:00.000Z',
    },
  });

export const paymentMethodsAnswer = pageAnswer(paymentMethodAnswer);

export const showPaymentMethod = ({ created, ...row }: OwnPaymentMethodRow): z.output<typeof paymentMethodAnswer> => ({
  ...row,
  createdAt: created.toISOString(),
});
