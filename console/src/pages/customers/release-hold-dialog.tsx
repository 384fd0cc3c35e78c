import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/api.js';
import { ReasonDialog } from '../../ask/reason-dialog.js';
import { tellDone } from '../../tell/toasts.js';
import { CUSTOMERS } from './customers.queries.js';
import type { Hold } from './holds.js';

const KINDS = ['rule', 'early_fraud_warning', 'review', 'fraud_review', 'inquiry', 'dispute', 'lost_dispute'] as const;
type HoldKind = (typeof KINDS)[number];

export const isHoldKind = (word: string): word is HoldKind => KINDS.some((kind) => kind === word);

interface ReleaseHoldDialogProps {
  /** Null: closed. */
  readonly releasing: Hold | null;
  readonly tenant: string | null;
  readonly onClose: () => void;
}

/** Lets through what is held. */
export function ReleaseHoldDialog({ releasing, tenant, onClose }: ReleaseHoldDialogProps) {
  const client = useQueryClient();
  const kind = releasing !== null && isHoldKind(releasing.kind) ? releasing.kind : 'rule';
  const change = useMutation({
    mutationFn: (reason: string) =>
      api.post('/stripe/compliance/holds/{id}/release', {
        params: { path: { id: releasing?.id ?? '' } },
        body: { kind, reason, ...(kind === 'rule' && tenant !== null ? { tenant } : {}) },
      }),
    meta: { tellsItself: true },
    onSuccess: () => {
      tellDone('It is released.');
      void client.invalidateQueries({ queryKey: [CUSTOMERS] });
      onClose();
    },
  });
  return (
    <ReasonDialog isOpen={releasing !== null} onClose={onClose} title="Release the hold" verb="Release" change={change}>
      <p>
        <code>{releasing?.id}</code> ({releasing?.kind.replaceAll('_', ' ')}) holds {releasing?.actions.join(' and ')}{' '}
        no longer{kind === 'rule' ? ', for this tenant' : ''}. What was refused has to be asked for again.
      </p>
    </ReasonDialog>
  );
}
