import type { ReactNode } from 'react';
import classes from './show.module.css';

/** What is known of one thing: names and values, in two columns where there is room. */
export const Fields = ({ children }: { readonly children: ReactNode }) => (
  <dl className={classes.fields}>{children}</dl>
);

export const Field = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
