import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { Link } from 'react-router';
import { None } from './none.js';
import classes from './show.module.css';

interface IdProps {
  readonly id: string | null | undefined;
  /** A page of the console about it. */
  readonly to?: string;
  /** In a table the button to copy is there for the pointer; the id's own page has it for everybody. */
  readonly isInTable?: boolean;
}

/** Characters: of longer ones a table shows the beginning that names its kind, and the end that tells it from others. */
const LONGEST = 20;

const shortened = (id: string): string =>
  id.length <= LONGEST ? id : `${/^[a-z]+_/.exec(id)?.[0] ?? id.slice(0, 4)}…${id.slice(-10)}`;

/** An id as it stands at Stripe, with a way to its page and a button that copies it. */
export function Id({ id, to, isInTable }: IdProps) {
  if (!id) return <None />;
  const text = isInTable ? shortened(id) : id;
  const title = text === id ? undefined : id;
  return (
    <span className={classes.id}>
      {to === undefined ? (
        <code title={title}>{text}</code>
      ) : (
        <Link to={to} className="mono" title={title}>
          {text}
        </Link>
      )}
      <CopyButton value={id} timeout={1_500}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'} events={{ hover: true, focus: !isInTable, touch: false }}>
            <ActionIcon
              className={classes.copy ?? ''}
              size={18}
              variant="subtle"
              color="gray"
              aria-label={copied ? `Copied ${id}` : `Copy ${id}`}
              tabIndex={isInTable ? -1 : 0}
              onClick={copy}
            >
              {copied ? <Check size={13} /> : <Copy size={13} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  );
}
