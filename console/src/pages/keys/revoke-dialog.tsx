import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/api.js';
import { ReasonDialog } from '../../ask/reason-dialog.js';
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
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/api-keys/{id}/revoke', { params: { path: { id: revoking?.id ?? '' } }, body: { reason } }),
    meta: { tellsItself: true },
    onSuccess: ({ name }) => {
      tellDone(`${name} is revoked.`);
      void client.invalidateQueries({ queryKey: [KEYS] });
      onClose();
    },
  });
  return (
    <ReasonDialog
      isOpen={revoking !== null}
      onClose={() => {
        reset();
        onClose();
      }}
      title={`Revoke ${revoking?.name ?? ''}`}
      verb="Revoke"
      isDanger
      isPending={isPending}
      error={error}
      onConfirm={(reason) => mutate(reason)}
    >
      <p>
        Whoever bears it is refused from the next request on, and that cannot be undone. It was last used{' '}
        <Time at={revoking?.lastUsedAt} never="never" />.
      </p>
    </ReasonDialog>
  );
}
