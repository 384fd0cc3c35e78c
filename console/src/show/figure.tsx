import type { ReactNode } from 'react';
import classes from './show.module.css';
import type { Tone } from './state.js';

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  /** Under it, small: of what, since when, out of how many. */
  readonly note?: ReactNode;
  readonly tone?: Extract<Tone, 'warn' | 'bad'> | undefined;
}

/** One number that is read from two metres away. Only what is wrong has a colour. */
export const Figure = ({ name, value, note, tone }: FigureProps) => (
  <div className={classes.figure} data-tone={tone}>
    <dt>{name}</dt>
    <dd>{value}</dd>
    {note && <dd className={classes.note}>{note}</dd>}
  </div>
);

/** Figures side by side, as many as fit. */
export const Figures = ({ children }: { readonly children: ReactNode }) => (
  <dl className={classes.figures}>{children}</dl>
);
