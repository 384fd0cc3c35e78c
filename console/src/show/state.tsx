import {
  CircleCheck,
  CircleDashed,
  CircleSlash2,
  Clock3,
  OctagonX,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './show.module.css';

/** How things stand. `waiting`: will go on by itself. `off`: over, and nothing is wrong. */
export type Tone = 'ok' | 'waiting' | 'warn' | 'bad' | 'off' | 'none';

const ICONS: Readonly<Record<Tone, LucideIcon>> = {
  ok: CircleCheck,
  waiting: Clock3,
  warn: TriangleAlert,
  bad: OctagonX,
  off: CircleSlash2,
  none: CircleDashed,
};

/** A state in a word, its sign before it: the colour says nothing that the others do not. */
export function State({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <span className={classes.state} data-tone={tone}>
      <Icon size={14} strokeWidth={2} aria-hidden="true" />
      {children}
    </span>
  );
}
