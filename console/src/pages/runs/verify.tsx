import { Button } from '@mantine/core';
import { useState } from 'react';
import { counted, countText } from '../../format/number.js';
import { Section } from '../../frame/page.js';
import { Figure, Figures } from '../../show/figure.js';
import { Time } from '../../show/time.js';
import type { VerifyState } from './runs.queries.js';
import { VerifyDialog } from './verify-dialog.js';

/** Whether the rows are what Stripe says. */
export function Verify({ state, hasKey }: { readonly state: VerifyState; readonly hasKey: boolean }) {
  const { isOn, sample, last, open, underWay } = state;
  const [isAsking, setAsking] = useState(false);
  const progress = underWay?.verify;
  return (
    <Section
      title="Verify"
      actions={
        hasKey && (
          <Button loading={underWay !== null} onClick={() => setAsking(true)}>
            Verify…
          </Button>
        )
      }
      isBare
    >
      <Figures>
        <Figure
          name="Different from Stripe"
          value={countText(open)}
          note={open === 0 ? 'none is known' : 'not repaired yet'}
          tone={open > 0 ? 'bad' : undefined}
        />
        <Figure
          name="Last comparison"
          value={<Time at={last?.finishedAt} never="never" />}
          note={last && `${counted(last.checked, 'row')} compared`}
        />
        <Figure
          name="Each day"
          value={isOn ? countText(sample) : 'off'}
          note={isOn ? 'rows of each type, by chance' : 'only when asked'}
        />
        {progress && (
          <Figure
            name="Under way"
            value={countText(progress.checked)}
            note={progress.type === null ? 'compared' : `compared, now ${progress.type}`}
          />
        )}
      </Figures>
      <VerifyDialog isOpen={isAsking} types={state.types} onClose={() => setAsking(false)} />
    </Section>
  );
}
