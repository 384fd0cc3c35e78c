import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { ReasonDialog } from '../ask/reason-dialog.js';
import { counted } from '../format/number.js';
import { tellDone } from '../tell/toasts.js';
import { bodyOf, type Selection } from './selection.js';

interface IgnoreDialogProps {
  /** Null: closed. */
  readonly selection: Selection | null;
  /** How many that are, as far as the page knows. */
  readonly events: number;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Leaves events alone that failed or are dead: they count as settled, and nothing tries them again. */
export function IgnoreDialog({ selection, events, onClose, onDone }: IgnoreDialogProps) {
  const client = useQueryClient();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/events/ignore', { body: { ...bodyOf(selection ?? { ids: [] }), reason } }),
    meta: { tellsItself: true },
    onSuccess: ({ ignored, skipped }) => {
      const others = skipped > 0 ? `; ${counted(skipped, 'other')} had not failed` : '';
      tellDone(`${counted(ignored, 'event')} ignored${others}.`);
      void client.invalidateQueries({ queryKey: ['events'] });
      onClose();
      onDone?.();
    },
  });
  const close = (): void => {
    reset();
    onClose();
  };
  return (
    <ReasonDialog
      isOpen={selection !== null}
      onClose={close}
      title={`Ignore ${counted(events, 'event')}`}
      verb={`Ignore ${counted(events, 'event')}`}
      isDanger
      isPending={isPending}
      error={error}
      onConfirm={mutate}
    >
      <p>
        {events === 1 ? 'What it tells stays' : 'What they tell stays'} out of the rows, unless a later event of the
        same object tells it too. An ignored event can still be replayed.
      </p>
    </ReasonDialog>
  );
}
