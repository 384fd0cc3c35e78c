import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Read } from '../../api/api.js';
import { ReasonDialog } from '../../ask/reason-dialog.js';
import { counted, countText } from '../../format/number.js';
import type { CustomerKey } from '../../show/paths.js';
import { State } from '../../show/state.js';
import { Time } from '../../show/time.js';
import { Answer } from '../../tell/answer.js';
import { tellDone } from '../../tell/toasts.js';
import { accountQuery, erasureQuery } from './customers.queries.js';
import classes from './customer.module.css';

type Preview = Read<'/operations/customers/{id}/erasure'>;

interface EraseDialogProps {
  readonly customer: CustomerKey;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** For the right to be forgotten: what goes is counted first, and the id is typed by hand. */
export function EraseDialog({ customer, isOpen, onClose }: EraseDialogProps) {
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const preview = useQuery({ ...erasureQuery(customer), enabled: isOpen });
  const close = (): void => {
    setTyped('');
    onClose();
  };
  const change = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/customers/{id}/erase', {
        params: { path: { id: customer.id }, query: accountQuery(customer.account) },
        body: { reason, confirm: typed },
      }),
    meta: { tellsItself: true },
    onSuccess: ({ cleared }) => {
      tellDone(
        cleared
          ? `Erased: ${counted(cleared.rows, 'row')}, ${counted(cleared.payloads, 'payload')}, ${counted(cleared.notes, 'note')}.`
          : 'It is being erased, and goes on by itself.',
      );
      // Payloads and stories of events have changed as well: nothing personal stays in this page's memory.
      void client.invalidateQueries();
      close();
    },
  });
  return (
    <ReasonDialog
      isOpen={isOpen}
      onClose={close}
      title="Erase the customer’s personal data"
      verb="Erase for good"
      isDanger
      isBlocked={typed !== customer.id || !preview.data}
      change={change}
    >
      <Answer query={preview} lines={3}>
        {(counts) => <WhatGoes preview={counts} />}
      </Answer>
      <TextInput
        label={
          <>
            Type <code>{customer.id}</code> to confirm
          </>
        }
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </ReasonDialog>
  );
}

function WhatGoes({ preview: { objects, events, erasedAt, liveSubscriptions } }: { readonly preview: Preview }) {
  const tables = Object.entries(objects).filter(([, count]) => count > 0);
  return (
    <div className="stack">
      <p>
        Names, addresses, emails and all else that is personal go out of these, and out of the payloads of{' '}
        {counted(events, 'event')}. Amounts, ids and states stay, and so do the sums of the reports. It cannot be
        undone, and nothing at Stripe is touched.
      </p>
      <ul className={classes.words}>
        {tables.map(([table, count]) => (
          <li key={table}>
            {countText(count)} <span className="muted">{table.replaceAll('_', ' ')}</span>
          </li>
        ))}
      </ul>
      {erasedAt !== null && (
        <State tone="off">
          erased <Time at={erasedAt} />; what has arrived since is without it
        </State>
      )}
      {liveSubscriptions.length > 0 && (
        <State tone="warn">
          {counted(liveSubscriptions.length, 'subscription goes', 'subscriptions go')} on at Stripe, with what it bills:
          cancel first, unless that is meant
        </State>
      )}
    </div>
  );
}
