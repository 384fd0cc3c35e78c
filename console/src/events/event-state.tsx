import type { Read } from '../api/api.js';
import { State, type Tone } from '../show/state.js';
import classes from './events.module.css';

export type EventLine = Read<'/operations/events'>['data'][number];
type Status = EventLine['status'];

const TONES: Readonly<Record<Status, Tone>> = {
  received: 'waiting',
  processed: 'ok',
  ignored: 'off',
  failed: 'warn',
  dead: 'bad',
};

/** `processed: superseded`: how far an event has come, and with which result. */
export function EventState({ status, verdict }: Pick<EventLine, 'status' | 'verdict'>) {
  // `ignored: no_handler` says its status itself, and what is dead has failed.
  const more = verdict === null || verdict === status || verdict === 'failed' ? '' : verdict.replace(`${status}: `, '');
  return (
    <span className={classes.eventState}>
      <State tone={TONES[status]}>{status}</State>
      {more !== '' && <span className="muted">{more}</span>}
    </span>
  );
}
