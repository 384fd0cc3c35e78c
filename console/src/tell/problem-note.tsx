import { Button } from '@mantine/core';
import { OctagonX } from 'lucide-react';
import { ProblemError } from '../../../client/problem-error.js';
import { wordsOf } from './problem-words.js';
import classes from './tell.module.css';

/** What was refused for what it is, is refused again. */
const isFinal = (error: unknown): boolean => error instanceof ProblemError && [400, 403, 404].includes(error.status);

/** In the place of what could not be read. */
export function ProblemNote({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { title, faults, small } = wordsOf(error);
  return (
    <div className={classes.problem} role="alert">
      <OctagonX size={18} aria-hidden="true" />
      <div>
        <p>{title}</p>
        {faults.map((fault) => (
          <p key={fault}>{fault}</p>
        ))}
        <p className="small">{small}</p>
      </div>
      {onRetry && !isFinal(error) && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
