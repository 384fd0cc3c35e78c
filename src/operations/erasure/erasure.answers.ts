import { z } from 'zod';
import { time } from '../../common/schemas.js';
import type { ErasureResult } from './erasure.js';
import type { ErasurePreview } from './preview.repository.js';

const count = z.int().min(0);

const mark = {
  account: z.string().meta({ description: 'Connected account, empty for your own.' }),
  customer: z.string(),
  erasedAt: time.nullable().meta({ description: 'Null: it is not erased.' }),
  finishedAt: time.nullable().meta({ description: 'Null: something of it may be left.' }),
};

export const erasurePreviewAnswer = z
  .object({
    ...mark,
    objects: z.record(z.string(), count).meta({ description: 'Known objects, by the table of their kind.' }),
    events: count.meta({ description: 'Events of these objects that the log holds.' }),
    tenants: z.array(z.string()),
    liveSubscriptions: z.array(z.string()).meta({ description: 'These go on at Stripe, and so does what they bill.' }),
  })
  .meta({
    example: {
      account: '',
      customer: 'cus_TtEzA2eZvKYlo2',
      erasedAt: null,
      finishedAt: null,
      objects: { customers: 1, subscriptions: 1, invoices: 7, charges: 7 },
      events: 61,
      tenants: ['tenant_42'],
      liveSubscriptions: [],
    },
  });

export type ErasurePreviewAnswer = z.output<typeof erasurePreviewAnswer>;

export const erasureAnswer = z
  .object({
    ...mark,
    erasedAt: time,
    cleared: z
      .object({
        objects: count.meta({ description: 'Objects of the customer’s that are known.' }),
        rows: count.meta({ description: 'Mirrored rows that were written.' }),
        payloads: count.meta({ description: 'Payloads of events that were written or removed.' }),
        notes: count.meta({ description: 'Rows of our own: audit log, rules, kept answers, errors.' }),
      })
      .nullable()
      .meta({ description: 'Null: it is still under way, and goes on by itself.' }),
  })
  .meta({
    example: {
      account: '',
      customer: 'cus_TtEzA2eZvKYlo2',
      erasedAt: '2026-08-01T12:00:00.000Z',
      finishedAt: '2026-08-01T12:00:01.000Z',
      cleared: { objects: 22, rows: 41, payloads: 61, notes: 3 },
    },
  });

export type ErasureAnswer = z.output<typeof erasureAnswer>;

export const showPreview = ({
  customerId,
  erasedAt,
  finishedAt,
  tenants,
  liveSubscriptions,
  ...preview
}: ErasurePreview) => ({
  ...preview,
  customer: customerId,
  erasedAt: erasedAt?.toISOString() ?? null,
  finishedAt: finishedAt?.toISOString() ?? null,
  tenants: [...tenants],
  liveSubscriptions: [...liveSubscriptions],
});

export const showErasure = (
  account: string,
  customer: string,
  { erasedAt, finishedAt, ...cleared }: ErasureResult,
): ErasureAnswer => ({
  account,
  customer,
  erasedAt: erasedAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
  cleared,
});
