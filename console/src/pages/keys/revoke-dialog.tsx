import { Checkbox } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.js';
import { ReasonDialog } from '../../ask/reason-dialog.js';
import { counted } from '../../format/number.js';
import { Time } from '../../show/time.js';
import { tellDone } from '../../tell/toasts.js';
import { KEYS, type ApiKey } from './keys.queries.js';

interface RevokeDialogProps {
  /** Null: closed. */
  readonly revoking: ApiKey | null;
  readonly onClose: () => void;
}

export function RevokeDialog({ revoking, onClose }: RevokeDialogProps) {
  const client = useQueryClient();
  const [withMade, setWithMade] = useState(false);
  const close = (): void => {
    setWithMade(false);
    onClose();
  };
  const change = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/api-keys/{id}/revoke', {
        params: { path: { id: revoking?.id ?? '' } },
        body: { reason, withMade },
      }),
    meta: { tellsItself: true },
    onSuccess: ({ name, alsoRevoked }) => {
      const others = alsoRevoked.length > 0 ? `, and ${counted(alsoRevoked.length, 'key')} that it led to` : '';
      tellDone(`${name} is revoked${others}.`);
      void client.invalidateQueries({ queryKey: [KEYS] });
      close();
    },
  });
  return (
    <ReasonDialog
      isOpen={revoking !== null}
      onClose={close}
      title={`Revoke ${revoking?.name ?? ''}`}
      verb="Revoke"
      isDanger
      change={change}
    >
      <p>
        Whoever bears it is refused from the next request on, and that cannot be undone.{' '}
        {revoking?.lastUsedAt ? (
          <>
            It was last used <Time at={revoking.lastUsedAt} />.
          </>
        ) : (
          'It was never used.'
        )}
      </p>
      <Checkbox
        size="xs"
        label="The keys that it has made too, and what those have made"
        description="If it leaked: whoever had it may have made some."
        checked={withMade}
        onChange={(event) => setWithMade(event.currentTarget.checked)}
      />
    </ReasonDialog>
  );
}
