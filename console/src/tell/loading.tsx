import { Skeleton } from '@mantine/core';
import classes from './tell.module.css';

/** Lines where the content will stand: nothing jumps when it comes. Read as one word. */
export const Loading = ({ lines = 4 }: { readonly lines?: number }) => (
  <div className={classes.loading} role="status">
    <span className="unseen">Loading</span>
    {Array.from({ length: lines }, (_, line) => (
      <Skeleton key={line} height={14} width={`${90 - ((line * 17) % 50)}%`} radius={3} />
    ))}
  </div>
);
