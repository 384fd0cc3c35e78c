import { Button, CopyButton } from '@mantine/core';
import type { NewApiKey } from './keys.queries.js';
import classes from './keys.module.css';

/** The only time that a key is seen: it stays until it is closed. */
export const NewKeyNote = ({ made, onClose }: { readonly made: NewApiKey; readonly onClose: () => void }) => (
  <section className={classes.note} aria-label="The new key" role="status">
    <p>
      <strong>{made.name}</strong> is made. Copy the key now: it is shown this once, and kept nowhere.
    </p>
    <code className={classes.key}>{made.key}</code>
    <div className={classes.buttons}>
      <CopyButton value={made.key}>
        {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
      </CopyButton>
      <Button onClick={onClose}>I have it</Button>
    </div>
  </section>
);
