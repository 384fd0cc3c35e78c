import { z } from 'zod';
import { amountAnswer, time } from '../../../common/schemas.js';
import { requestAnswer } from '../../../payments/refunds/open-request.answers.js';
import { accessAnswer } from '../access/access.answers.js';
import { timelineAnswer } from '../timeline/timeline.answers.js';
import { CUSTOMER_PAGE } from './customer-page.example.js';

const money = amountAnswer.nullable();
const some = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    more: z.boolean().meta({ description: 'Whether there are older ones that are not listed.' }),
  });

const customer = z.object({
  id: z.string(),
  account: z.string().nullable().meta({ description: 'Connected account; null: your own.' }),
  email: z.string().nullable().meta({ description: 'Masked.' }),
  delinquent: z.boolean().nullable(),
  createdAt: time.nullable(),
  deletedAt: time.nullable(),
  stripeUrl: z.string().meta({ description: 'The customer in Stripe’s dashboard.' }),
});

const tenant = z.object({
  id: z.string(),
  saidBy: z
    .enum(['assignment', 'customer', 'checkout_session', 'subscription'])
    .meta({ description: 'What calls the customer this tenant’s: your code, or the metadata of an object.' }),
  isOwn: z.boolean().meta({ description: 'False: only a buyer’s word (`client_reference_id`) says so.' }),
  customers: some(z.object({ id: z.string(), deleted: z.boolean(), counts: z.boolean() })),
});

const item = z.object({
  id: z.string(),
  price: z.string().nullable(),
  product: z.string().nullable(),
  plan: z.string().nullable(),
  features: z.array(z.string()),
  quantity: z.int().nullable(),
  unitPrice: money,
  interval: z.string().nullable(),
  intervalCount: z.int().nullable(),
});

const subscription = z.object({
  id: z.string(),
  customer: z.string().nullable(),
  status: z.string().nullable(),
  counts: z.boolean().meta({ description: 'Whether it is the one that decides.' }),
  items: z.array(item),
  currentPeriodStart: time.nullable(),
  currentPeriodEnd: time.nullable(),
  trialEnd: time.nullable(),
  cancelAt: time.nullable(),
  canceledAt: time.nullable(),
  endedAt: time.nullable(),
  cancellationReason: z.string().nullable(),
  latestInvoice: z.string().nullable(),
  createdAt: time.nullable(),
});

const invoice = z.object({
  id: z.string(),
  number: z.string().nullable(),
  status: z.string().nullable(),
  subscription: z.string().nullable(),
  total: money,
  amountDue: money,
  amountPaid: money,
  amountRemaining: money,
  attemptCount: z.int().nullable(),
  nextPaymentAttempt: time.nullable(),
  createdAt: time.nullable(),
  dueAt: time.nullable(),
  paidAt: time.nullable(),
});

const payment = z.object({
  id: z.string(),
  status: z.string().nullable(),
  amount: money,
  amountReceived: money,
  amountRefunded: money,
  disputed: z.boolean(),
  charge: z.string().nullable(),
  invoice: z.string().nullable(),
  failureCode: z.string().nullable(),
  declineCode: z.string().nullable(),
  type: z.string().nullable().meta({ description: 'Of what was paid with: `card`, `sepa_debit`, …' }),
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  createdAt: time.nullable(),
});

const hold = z.object({
  id: z.string(),
  kind: z.string(),
  effect: z.enum(['hold', 'refuse']),
  actions: z.array(z.enum(['checkout', 'refund'])),
  charge: z.string().nullable(),
  since: time.nullable(),
});

const refusal = z.object({
  id: z.string(),
  action: z.string(),
  holds: z.array(z.object({ id: z.string(), kind: z.string() })),
  times: z.int(),
  requestId: z.string().nullable(),
  createdAt: time,
  lastAt: time,
});

/** A customer, and all that decides on what it may do: of each list the newest twenty. */
export const customerPageAnswer = z
  .object({
    customer,
    access: accessAnswer,
    tenant: tenant.nullable(),
    subscriptions: some(subscription).meta({
      description: 'Of all customers of the tenant; first the one that counts.',
    }),
    invoices: some(invoice),
    payments: some(payment),
    holds: z.array(hold),
    refusals: some(refusal).meta({ description: 'Checkouts and refunds that were refused, kept for 90 days.' }),
    refundRequests: some(requestAnswer).meta({ description: 'Refunds that were asked for here; first those in hand.' }),
    lastEventAt: time.nullable().meta({ description: 'When the last event of the customer arrived.' }),
    timeline: timelineAnswer,
  })
  .meta({ example: CUSTOMER_PAGE });

export type CustomerPage = z.output<typeof customerPageAnswer>;
