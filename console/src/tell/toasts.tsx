import { notifications } from '@mantine/notifications';
import { wordsOf } from './problem-words.js';

/** Milliseconds. A problem stays until it is closed: it may be read by somebody who looked away. */
const DONE = 5_000;

const closing = { closeButtonProps: { 'aria-label': 'Close' }, withBorder: true } as const;

export function tellProblem(error: unknown): void {
  const { title, faults, small } = wordsOf(error);
  const message = (
    <>
      {faults.map((fault) => (
        <p key={fault}>{fault}</p>
      ))}
      <p className="small">{small}</p>
    </>
  );
  notifications.show({ ...closing, title, message, color: 'danger', autoClose: false, role: 'alert' });
}

export function tellDone(message: string): void {
  notifications.show({ ...closing, message, color: 'accent', autoClose: DONE, role: 'status' });
}
