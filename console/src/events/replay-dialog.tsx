import { NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/api.js';
import { ReasonDialog } from '../ask/reason-dialog.js';
import { counted } from '../format/number.js';
import { Loading } from '../tell/loading.js';
import { ProblemNote } from '../tell/problem-note.js';
import { tellDone } from '../tell/toasts.js';
import { useLook } from './look.js';
import { PreviewList } from './preview-list.js';
import { boundBodyOf, isConflict, laterText, type Preview, type Selection } from './selection.js';

/** Events a second, as the backend has it where nobody says. */
const RATE = 20;

interface SelectionDialogProps {
  /** Null: closed. */
  readonly selection: Selection | null;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Lets events run again, after a look at what that would change. */
export function ReplayDialog({ selection, onClose, onDone }: SelectionDialogProps) {
  const client = useQueryClient();
  const [ratePerSecond, setRate] = useState(RATE);
  const preview = useLook<Preview>('/operations/replays/preview', selection);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/replays', {
        body: { ...boundBodyOf(selection ?? { ids: [] }, preview.data), reason, ratePerSecond },
      }),
    meta: { tellsItself: true },
    onSuccess: (answer) => {
      tellDone(
        `${counted(answer.events, 'event')} will run again${laterText(answer)}. Failures shows how far it has come.`,
      );
      void client.invalidateQueries({ queryKey: ['events'] });
      onClose();
      onDone?.();
    },
    // More may match by now: what stands above the button is what it would be done to.
    onError: (refusal) => isConflict(refusal) && void preview.refetch(),
  });
  const close = (): void => {
    reset();
    onClose();
  };
  const events = preview.data?.events ?? 0;
  return (
    <ReasonDialog
      isOpen={selection !== null}
      onClose={close}
      title="Replay"
      verb={events === 0 ? 'Replay' : `Replay ${counted(events, 'event')}`}
      isBlocked={events === 0 || preview.data?.isCapped === true}
      isPending={isPending}
      error={error}
      onConfirm={mutate}
    >
      {preview.error ? (
        <ProblemNote error={preview.error} onRetry={() => void preview.refetch()} />
      ) : preview.data ? (
        <PreviewList preview={preview.data} />
      ) : (
        <Loading />
      )}
      {events > 1 && (
        <NumberInput
          label="Events a second"
          size="xs"
          w="8rem"
          min={1}
          max={200}
          allowDecimal={false}
          value={ratePerSecond}
          onChange={(rate) => setRate(Math.min(200, Math.max(1, Number(rate) || RATE)))}
        />
      )}
    </ReasonDialog>
  );
}
