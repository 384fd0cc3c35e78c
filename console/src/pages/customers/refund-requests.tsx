import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { useMay } from '../../session/session.js';
import { Id } from '../../show/id.js';
import { Money } from '../../show/money.js';
import { customerPath, eventsOf } from '../../show/paths.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { RefundRequest } from './customers.queries.js';
import { Anchor } from './references.js';
import { ReleaseRefundDialog } from './release-refund-dialog.js';

const TONES: Readonly<Record<RefundRequest['state'], Tone>> = {
  pending: 'waiting',
  unknown: 'warn',
  made: 'ok',
  refused: 'off',
  not_made: 'off',
};

/** Why somebody has to wait, or what is up to them. */
const RELEASES: Readonly<Record<RefundRequest['release'], string>> = {
  settled: '',
  being_sent: 'It is being sent.',
  told: 'Stripe has told of the refund.',
  may_be_made: 'It may still be made: until a day after it was sent last.',
  resolving: 'It is being looked for at Stripe.',
  releasable: 'Stripe will never tell: look there, and say it here.',
};

const column = columnsOf<RefundRequest>();

const OF_ONE = [
  column.accessor('createdAt', {
    header: 'Asked',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => (
      <div>
        <Anchor id={original.id} />
        <Time at={original.createdAt} isInTable />
      </div>
    ),
  }),
  column.accessor('id', {
    header: 'Request',
    meta: { isNarrow: true },
    cell: ({ row }) => <Id id={row.original.id} isInTable />,
  }),
  column.accessor('amount', {
    header: 'Amount',
    meta: { isNumber: true },
    cell: ({ row: { original } }) => <Money amount={original.amount.amount} currency={original.amount.currency} />,
  }),
  column.accessor('charge', {
    header: 'Of',
    meta: { isNarrow: true },
    cell: ({ row }) => <Id id={row.original.charge} to={eventsOf(row.original.charge)} isInTable />,
  }),
  column.accessor('state', {
    header: 'State',
    cell: ({ row: { original } }) => (
      <div>
        <State tone={TONES[original.state]}>{original.state.replaceAll('_', ' ')}</State>
        <div className="muted">{original.stripeCode ?? RELEASES[original.release]}</div>
      </div>
    ),
  }),
];

const CUSTOMER = column.accessor('customer', {
  header: 'Customer',
  meta: { isNarrow: true },
  cell: ({ row: { original } }) =>
    original.customer === null ? (
      <Id id={null} isInTable />
    ) : (
      <Id id={original.customer} to={customerPath({ id: original.customer, account: original.account })} isInTable />
    ),
});

interface RefundRequestsProps {
  readonly requests: readonly RefundRequest[];
  /** Among those of many customers. */
  readonly withCustomer?: boolean;
}

/** Refunds that were asked for here; of those whose end nobody knows, an operator may have the last word. */
export function RefundRequests({ requests, withCustomer = false }: RefundRequestsProps) {
  const mayRelease = useMay('refunds');
  const [releasing, setReleasing] = useState<RefundRequest | null>(null);
  const columns = useMemo(
    () =>
      column.columns([
        ...OF_ONE,
        ...(withCustomer ? [CUSTOMER] : []),
        column.display({
          id: 'actions',
          header: () => <span className="unseen">What to do</span>,
          cell: ({ row: { original } }) =>
            mayRelease &&
            (original.release === 'releasable' || original.release === 'told') && (
              <Button onClick={() => setReleasing(original)}>Release…</Button>
            ),
        }),
      ]),
    [withCustomer, mayRelease],
  );
  return (
    <>
      <DataTable
        caption="Refunds that were asked for here, first those in hand"
        columns={columns}
        rows={requests}
        idOf={({ id }) => id}
        empty={null}
      />
      <ReleaseRefundDialog releasing={releasing} onClose={() => setReleasing(null)} />
    </>
  );
}
