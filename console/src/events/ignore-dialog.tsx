import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { ReasonDialog } from '../ask/reason-dialog.js';
import { counted } from '../format/number.js';
import { State } from '../show/state.js';
import { Answer } from '../tell/answer.js';
import { tellDone } from '../tell/toasts.js';
import { useLook } from './look.js';
import { boundBodyOf, isConflict, laterText, type LookedAt, type Selection } from './selection.js';

interface IgnoreDialogProps {
  /** Null: closed. */
  readonly selection: Selection | null;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Leaves events alone that failed or are dead: they count as settled, and nothing tries them again. */
export function IgnoreDialog({ selection, onClose, onDone }: IgnoreDialogProps) {
  const client = useQueryClient();
  const look = useLook<LookedAt>('/operations/events/ignore/preview', selection);
  const change = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/events/ignore', { body: { ...boundBodyOf(selection ?? { ids: [] }, look.data), reason } }),
    meta: { tellsItself: true },
    onSuccess: (answer) => {
      const others = answer.skipped > 0 ? `; ${counted(answer.skipped, 'other')} had not failed` : '';
      tellDone(`${counted(answer.ignored, 'event')} ignored${others}${laterText(answer)}.`);
      void client.invalidateQueries({ queryKey: ['events'] });
      onClose();
      onDone?.();
    },
    // More may match by now: what stands on the button is what it would be done to.
    onError: (refusal) => isConflict(refusal) && void look.refetch(),
  });
  const events = look.data?.events ?? 0;
  const verb = events === 0 ? 'Ignore' : `Ignore ${counted(events, 'event')}`;
  return (
    <ReasonDialog
      isOpen={selection !== null}
      onClose={onClose}
      title={verb}
      verb={verb}
      isDanger
      isBlocked={events === 0 || look.data?.isCapped === true}
      change={change}
    >
      <Answer query={look} lines={2}>
        {() => (
          <p>
            <strong>{counted(events, 'event')}</strong> will not be tried again.{' '}
            {events === 1 ? 'What it tells stays' : 'What they tell stays'} out of the rows, unless a later event of the
            same object tells it too. An ignored event can still be replayed.
          </p>
        )}
      </Answer>
      {look.data?.isCapped && <State tone="warn">There are more than one request may concern: narrow the filter</State>}
    </ReasonDialog>
  );
}
