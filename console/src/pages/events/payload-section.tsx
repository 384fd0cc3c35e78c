import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.js';
import { ReasonDialog } from '../../ask/reason-dialog.js';
import { countText } from '../../format/number.js';
import { Section } from '../../frame/page.js';
import { useMay } from '../../session/session.js';
import { State } from '../../show/state.js';
import { Empty } from '../../tell/empty.js';
import { Loading } from '../../tell/loading.js';
import { ProblemNote } from '../../tell/problem-note.js';
import { payloadQuery, type Payload, type Story } from './events.queries.js';
import classes from './story.module.css';

const GONE = {
  removed: 'Its time of keeping has passed.',
  erased: 'It was erased with its customer.',
} as const;

/** What the event says. Without its personal parts, until somebody who may says why they must see them. */
export function PayloadSection({ id, payload: { state, bytes } }: { readonly id: string } & Pick<Story, 'payload'>) {
  if (state !== 'kept') {
    return (
      <Section title="Payload" isBare>
        <Empty title="The payload is gone">{GONE[state]}</Empty>
      </Section>
    );
  }
  return <KeptPayload key={id} id={id} bytes={bytes} />;
}

function KeptPayload({ id, bytes }: { readonly id: string; readonly bytes: number | null }) {
  const mayUnmask = useMay('payloads');
  const { data: masked, error, refetch } = useQuery(payloadQuery(id));
  const [isAsking, setAsking] = useState(false);
  // Not in the cache of queries: it is gone with the page.
  const [whole, setWhole] = useState<Payload | null>(null);
  const unmask = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/events/{id}/payload/unmask', { params: { path: { id } }, body: { reason } }),
    meta: { tellsItself: true },
    gcTime: 0,
    onSuccess: (answer) => {
      setWhole(answer);
      setAsking(false);
      unmask.reset();
    },
  });
  const shown = whole ?? masked;
  const actions = whole ? (
    <Button onClick={() => setWhole(null)}>Mask again</Button>
  ) : (
    mayUnmask && <Button onClick={() => setAsking(true)}>Unmask…</Button>
  );
  return (
    <Section title="Payload" actions={actions} isBare>
      <p className={whole ? '' : 'small'}>
        {whole ? (
          <State tone="warn">Unmasked: the audit log has who looked, and why</State>
        ) : (
          `••• stands for what may be personal or secret.${bytes === null ? '' : ` ${countText(bytes)} bytes.`}`
        )}
      </p>
      {error && !shown ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : shown ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and the keyboard must get there
        <pre className={classes.payload} tabIndex={0} aria-label="Payload of the event">
          {JSON.stringify(shown.payload, null, 2)}
        </pre>
      ) : (
        <Loading />
      )}
      <ReasonDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Show the whole payload"
        verb="Show it"
        change={unmask}
      >
        <p>Names, addresses and the like become visible on this page. Who looked, when and why is written down.</p>
      </ReasonDialog>
    </Section>
  );
}
