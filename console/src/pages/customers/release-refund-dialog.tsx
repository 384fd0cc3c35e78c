import { Radio } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.js';
import { ReasonDialog } from '../../ask/reason-dialog.js';
import { Money } from '../../show/money.js';
import { tellDone } from '../../tell/toasts.js';
import { CUSTOMERS, type RefundRequest } from './customers.queries.js';

type Outcome = 'made' | 'not_made';

interface ReleaseRefundDialogProps {
  /** Null: closed. */
  readonly releasing: RefundRequest | null;
  readonly onClose: () => void;
}

/** Says how a refund ended, of which Stripe will never tell. */
export function ReleaseRefundDialog({ releasing, onClose }: ReleaseRefundDialogProps) {
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const close = (): void => {
    setOutcome(null);
    onClose();
  };
  const change = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/refund-requests/{id}/release', {
        params: { path: { id: releasing?.id ?? '' } },
        body: { outcome: outcome ?? 'made', reason },
      }),
    meta: { tellsItself: true },
    onSuccess: ({ state }) => {
      tellDone(state === 'made' ? 'The refund counts as made.' : 'The amount can be refunded again.');
      void client.invalidateQueries({ queryKey: [CUSTOMERS] });
      close();
    },
  });
  return (
    <ReasonDialog
      isOpen={releasing !== null}
      onClose={close}
      title="Release the refund"
      verb="Release"
      isDanger
      isBlocked={outcome === null}
      change={change}
    >
      <p>
        <Money amount={releasing?.amount.amount} currency={releasing?.amount.currency} /> of{' '}
        <code>{releasing?.charge}</code> are reserved. Look in Stripe’s dashboard whether they were given back: what you
        say here counts until Stripe tells otherwise.
      </p>
      <Radio.Group
        label="In the dashboard the refund"
        value={outcome}
        onChange={(value) => setOutcome(value === 'made' ? 'made' : 'not_made')}
      >
        <Radio mt="xs" value="made" label="is there" description="The amount stays given back." />
        <Radio
          mt="xs"
          value="not_made"
          label="is not there"
          description="The amount can be refunded again. Wrong, and the customer is paid twice."
        />
      </Radio.Group>
    </ReasonDialog>
  );
}
