import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/api.js';
import { ReasonDialog } from '../../ask/reason-dialog.js';
import { counted } from '../../format/number.js';
import { tellDone } from '../../tell/toasts.js';
import type { Replay } from './failures.queries.js';

interface StopDialogProps {
  /** Null: closed. */
  readonly stopping: Replay | null;
  readonly onClose: () => void;
}

/** Lets no further event of a replay run again. */
export function StopDialog({ stopping, onClose }: StopDialogProps) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/replays/{id}/stop', { params: { path: { id: stopping?.id ?? '' } }, body: { reason } }),
    meta: { tellsItself: true },
    onSuccess: ({ status, skipped }) => {
      tellDone(status === 'stopped' ? `Stopped: ${counted(skipped, 'event')} left out.` : 'It had ended before.');
      void client.invalidateQueries({ queryKey: ['events'] });
      onClose();
    },
  });
  return (
    <ReasonDialog
      isOpen={stopping !== null}
      onClose={onClose}
      title="Stop the replay"
      verb="Stop"
      isDanger
      change={change}
    >
      <p>
        {counted(stopping?.waiting ?? 0, 'event')} that waited when you looked are left as they are. What was made due
        runs.
      </p>
    </ReasonDialog>
  );
}
