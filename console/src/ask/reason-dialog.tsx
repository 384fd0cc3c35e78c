import { Button, Modal, Textarea } from '@mantine/core';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { ProblemNote } from '../tell/problem-note.js';
import classes from './ask.module.css';

/** What is asked of the backend with a reason: of `useMutation`, with `tellsItself`. */
interface Change {
  readonly mutate: (reason: string) => void;
  readonly reset: () => void;
  readonly isPending: boolean;
  readonly error: unknown;
}

interface ReasonDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What is about to happen: to how many, with which effect. */
  readonly children: ReactNode;
  /** The button's word: the verb of the title. */
  readonly verb: string;
  readonly isDanger?: boolean;
  /** While what is about to happen is not known yet, or cannot be done. */
  readonly isBlocked?: boolean;
  readonly change: Change;
}

/** Before every change: what it does, and why. The reason is in the audit log, with who gave it. */
export function ReasonDialog({ isOpen, onClose, title, children, ...rest }: ReasonDialogProps) {
  const { isPending, reset } = rest.change;
  const close = (): void => {
    if (isPending) return; // it cannot be taken back, and how it ends is told here and nowhere else
    reset();
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      {/* Made anew each time: a reason is given for one change. */}
      {isOpen && (
        <ReasonForm onClose={close} {...rest}>
          {children}
        </ReasonForm>
      )}
    </Modal>
  );
}

type ReasonFormProps = Omit<ReasonDialogProps, 'isOpen' | 'title'>;

function ReasonForm({ onClose, children, verb, isDanger, isBlocked, change }: ReasonFormProps) {
  const { mutate, isPending, error } = change;
  const [reason, setReason] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    mutate(reason.trim());
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {children}
      <Textarea
        label="Reason"
        description="Kept in the audit log. No names or addresses of customers."
        required
        withAsterisk={false}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      {error ? <ProblemNote error={error} /> : null}
      <div className={classes.buttons}>
        <Button disabled={isPending} onClick={onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="filled"
          {...(isDanger ? { color: 'danger' } : {})}
          loading={isPending}
          disabled={reason.trim() === '' || isBlocked === true}
        >
          {verb}
        </Button>
      </div>
    </form>
  );
}
