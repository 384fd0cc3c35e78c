import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.js';
import { ReasonDialog } from '../../ask/reason-dialog.js';
import { countText } from '../../format/number.js';
import { lengthText } from '../../format/time.js';
import { Section } from '../../frame/page.js';
import { Figure, Figures } from '../../show/figure.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import { tellDone } from '../../tell/toasts.js';
import { RUNS, type ReconcileState } from './runs.queries.js';

type Checkpoint = NonNullable<ReconcileState['own']>;

/** What is said of an account before its figures; of one where all is well, nothing. */
const WORDS: Readonly<Record<Checkpoint['state'], readonly [Tone, string] | null>> = {
  ok: null,
  new: ['waiting', 'It was never compared to the end.'],
  failing: ['bad', 'Stripe could not be asked.'],
  silent: ['bad', 'Stripe has events, and no webhook arrives.'],
};

function Trouble({ state, error }: Checkpoint) {
  const words = WORDS[state];
  if (words === null) return null;
  return (
    <p>
      <State tone={words[0]}>{words[1]}</State> {error !== null && <span className="muted">{error}</span>}
    </p>
  );
}

/** Whether the log has every event that Stripe has. */
export function Reconcile({
  state: { intervalSeconds, own, connected, gapsLastDay, underWay },
  hasKey,
}: {
  readonly state: ReconcileState;
  readonly hasKey: boolean;
}) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: (reason: string) => api.post('/operations/reconcile/runs', { body: { reason } }),
    meta: { tellsItself: true },
    onSuccess: () => {
      tellDone('Stripe’s events are being compared with the log.');
      void client.invalidateQueries({ queryKey: [RUNS] });
      setAsking(false);
    },
  });
  const silent = connected.silent + connected.failing;
  return (
    <Section
      title="Reconcile"
      actions={
        hasKey && (
          <Button loading={underWay !== null} onClick={() => setAsking(true)}>
            Reconcile…
          </Button>
        )
      }
      isBare
    >
      {own && <Trouble {...own} />}
      <Figures>
        <Figure name="Complete up to" value={<Time at={own?.reconciledTo} never="never" />} />
        <Figure name="Last run" value={<Time at={own?.lastAt} never="never" />} />
        <Figure
          name="Missed, last day"
          value={countText(gapsLastDay.missed)}
          note={`${countText(gapsLastDay.late)} late`}
          tone={gapsLastDay.missed > 0 ? 'warn' : undefined}
        />
        <Figure
          name="By itself"
          value={intervalSeconds === null ? 'off' : lengthText(intervalSeconds * 1_000)}
          note={intervalSeconds === null ? 'only when asked' : 'from one to the next'}
        />
        {connected.accounts > 0 && (
          <Figure
            name="Connected accounts"
            value={countText(connected.accounts)}
            note={silent > 0 ? `${countText(silent)} failing or silent` : 'all compared'}
            tone={silent > 0 ? 'warn' : undefined}
          />
        )}
      </Figures>
      <ReasonDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Reconcile"
        verb="Reconcile"
        change={change}
      >
        <p>Stripe’s events of every account are listed and compared with the log. What is lacking is brought.</p>
      </ReasonDialog>
    </Section>
  );
}
