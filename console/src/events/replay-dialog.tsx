import { NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/api.js';
import { ReasonDialog } from '../ask/reason-dialog.js';
import { counted } from '../format/number.js';
import { Answer } from '../tell/answer.js';
import { tellDone } from '../tell/toasts.js';
import { useLook } from './look.js';
import { PreviewList } from './preview-list.js';
import { boundBodyOf, isConflict, laterText, type Preview, type Selection } from './selection.js';

/** Events a second, as the backend has it where nobody says. */
const RATE = 20;

interface ReplayDialogProps {
  /** Null: closed. */
  readonly selection: Selection | null;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Lets events run again, after a look at what that would change. */
export function ReplayDialog({ selection, onClose, onDone }: ReplayDialogProps) {
  const client = useQueryClient();
  const [ratePerSecond, setRate] = useState<number | string>(RATE);
  const preview = useLook<Preview>('/operations/replays/preview', selection);
  const change = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/replays', {
        body: {
          ...boundBodyOf(selection ?? { ids: [] }, preview.data),
          reason,
          ...(typeof ratePerSecond === 'number' ? { ratePerSecond } : {}),
        },
      }),
    meta: { tellsItself: true },
    onSuccess: (answer) => {
      tellDone(
        `${counted(answer.events, 'event')} will run again${laterText(answer)}. Failures shows how far it has come.`,
      );
      void client.invalidateQueries({ queryKey: ['events'] });
      close();
      onDone?.();
    },
    // More may match by now: what stands above the button is what it would be done to.
    onError: (refusal) => isConflict(refusal) && void preview.refetch(),
  });
  const close = (): void => {
    setRate(RATE);
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
      change={change}
    >
      <Answer query={preview}>{(seen) => <PreviewList preview={seen} />}</Answer>
      {events > 1 && (
        <NumberInput
          label="Events a second"
          size="xs"
          w="8rem"
          min={1}
          max={200}
          allowDecimal={false}
          value={ratePerSecond}
          placeholder={String(RATE)}
          onChange={setRate}
        />
      )}
    </ReasonDialog>
  );
}
