import { Button } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Paging } from './paging.js';
import classes from './list.module.css';

interface PagerProps {
  readonly paging: Paging;
  readonly nextCursor: string | null | undefined;
  /** What this page is: `25 events`. */
  readonly children?: ReactNode;
}

/** To the next page and back. Lists that go by a cursor have no number of pages. */
export function Pager({ paging, nextCursor, children }: PagerProps) {
  const { hasPrevious, previous, next } = paging;
  return (
    <div className={classes.pager}>
      <span>{children}</span>
      {(hasPrevious || nextCursor) && (
        <div>
          <Button leftSection={<ChevronLeft size={14} />} disabled={!hasPrevious} onClick={previous}>
            Previous
          </Button>
          <Button
            rightSection={<ChevronRight size={14} />}
            disabled={!nextCursor}
            onClick={() => nextCursor && next(nextCursor)}
          >
            Next
          </Button>
        </div>
      )}
    </div>
  );
}
