import type { ReactNode } from 'react';
import classes from './tell.module.css';

/** In the place of a list without items. @param children why that may be, or what to do */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className={classes.empty}>
    <strong>{title}</strong>
    {children}
  </div>
);
